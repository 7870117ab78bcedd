package io.herd.spi;

import java.util.concurrent.CompletionStage;

/**
 * Knows what is near a point. An implementer must not block the calling thread, which is the node's
 * loop: work that waits goes elsewhere and completes the stage from there.
 */
public interface PlacesProvider extends AutoCloseable {

  /**
   * Looks up places near a point. Called on the node's loop.
   *
   * @return a stage, completed on any thread, with a JSON document in UTF-8 in the form of the
   *     Places API's Nearby Search (Legacy). The node takes the array over and may write to nothing
   *     in it. A stage failed with a {@link PlacesException} is answered with a body of that
   *     status, any other failure with {@code UNKNOWN_ERROR}; so is an exception thrown here.
   */
  CompletionStage<byte[]> nearby(PlacesQuery query);

  /**
   * Ends what the provider started. Nothing by default. The node never calls it: whoever made the
   * provider closes it.
   */
  @Override
  default void close() {}
}
