package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a provider's stages, whatever they are. Stateless. */
final class Stages {

  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  private Stages() {}

  /** Tells the provider that nobody waits. A stage that cannot be told runs on. */
  static void cancel(CompletionStage<byte[]> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (RuntimeException cannotBeCancelled) {
      LOG.trace("a provider's stage runs on", cannotBeCancelled);
    }
  }

  /**
   * A failure with a status. Of failures that have none only the kind is told: their texts may hold
   * addresses and keys.
   *
   * @param failure null for a stage that was completed with null
   */
  static PlacesException known(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof PlacesException known) {
      return known;
    }
    return new PlacesException(
        Status.UNKNOWN_ERROR,
        cause == null
            ? "the provider answered null"
            : "the provider failed with " + cause.getClass().getSimpleName());
  }
}
