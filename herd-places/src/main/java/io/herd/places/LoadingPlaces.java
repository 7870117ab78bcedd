package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider that is made on a thread of its own: questions that come meanwhile wait for it, and
 * nothing else does. Thread-safe.
 */
final class LoadingPlaces implements PlacesProvider {

  private static final Logger LOG = LoggerFactory.getLogger(LoadingPlaces.class);

  private final CompletableFuture<PlacesProvider> loaded = new CompletableFuture<>();

  LoadingPlaces(Supplier<PlacesProvider> loader) {
    Thread thread = new Thread(() -> load(loader), "herd-places-load");
    thread.setDaemon(true);
    thread.start();
  }

  private void load(Supplier<PlacesProvider> loader) {
    try {
      loaded.complete(loader.get());
    } catch (Throwable failed) {
      loaded.completeExceptionally(
          new PlacesException(Status.UNKNOWN_ERROR, "the places cannot be loaded: " + failed));
      LOG.error("the places cannot be loaded", failed);
    }
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    return loaded.isDone() && !loaded.isCompletedExceptionally()
        ? loaded.join().nearby(query)
        : loaded.thenCompose(provider -> provider.nearby(query));
  }
}
