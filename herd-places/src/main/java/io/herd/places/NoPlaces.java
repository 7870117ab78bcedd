package io.herd.places;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows no places: every answer is {@code ZERO_RESULTS}. Immutable. */
public final class NoPlaces implements PlacesProvider {

  /** One is as good as another. */
  public NoPlaces() {}

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    return CompletableFuture.completedFuture(LegacyJson.zeroResults());
  }
}
