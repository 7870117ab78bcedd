package io.herd.spi;

import java.time.Duration;
import java.util.Map;
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
   *     in it. Cancelling the stage's {@code toCompletableFuture()} tells the provider that nobody
   *     waits any more. A stage failed with a {@link PlacesException} is answered with a body of
   *     that status, any other failure with {@code UNKNOWN_ERROR}; so is an exception thrown here.
   */
  CompletionStage<byte[]> nearby(PlacesQuery query);

  /**
   * How long an answer may be kept and given again to the same question, by the terms of whom it
   * comes from. Zero by default: not at all.
   */
  default Duration cacheable() {
    return Duration.ZERO;
  }

  /** What the provider has counted since its start, by name. Thread-safe. Nothing by default. */
  default Map<String, Long> counts() {
    return Map.of();
  }

  /**
   * Ends what the provider started. Nothing by default. The node never calls it: whoever made the
   * provider closes it.
   */
  @Override
  default void close() {}
}
