package io.herd.places;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers from data that comes with the jar: the towns, villages and town parts of GeoNames and the
 * airports and heliports of OurAirports. Needs no network and no key, waits for nothing: each stage
 * is complete when it is returned, within tens of microseconds. There are no shops or restaurants
 * in the data.
 *
 * <p>An answer holds at most {@value #RESULTS_MAX} results, as a page of the Places API does. Its
 * status is {@code OK} if there is a place within the radius, even if the client wants to see none,
 * and {@code ZERO_RESULTS} if there is not. A place whose distance is the radius is within. The
 * sources of the results are credited in {@code html_attributions}.
 *
 * <p>All instances of a JVM share one index, of about 20 MB, which lives as long as the class.
 * Immutable, thread-safe.
 */
public final class EmbeddedPlaces implements PlacesProvider {

  /** The most results of one answer. */
  public static final int RESULTS_MAX = GridSearch.RESULTS_MAX;

  private final GridSearch search;

  EmbeddedPlaces(PlaceGrid grid, RankBy rankBy) {
    this.search = new GridSearch(grid, rankBy);
  }

  /** The provider that lists the best-known places first. Loads as {@link #load(RankBy)} does. */
  public static EmbeddedPlaces load() {
    return load(RankBy.PROMINENCE);
  }

  /**
   * The provider with this order. The first call in a JVM reads the data, which takes a fraction of
   * a second: make it before the node's loop runs.
   */
  public static EmbeddedPlaces load(RankBy rankBy) {
    return new EmbeddedPlaces(Shared.GRID, Objects.requireNonNull(rankBy));
  }

  /**
   * The provider with this order, at once: the first call in a JVM has the data read on a thread of
   * its own, and questions that come meanwhile wait for that.
   */
  public static PlacesProvider loading(RankBy rankBy) {
    Objects.requireNonNull(rankBy);
    return new LoadingPlaces(() -> load(rankBy));
  }

  /** The index, which all instances share. */
  PlaceGrid grid() {
    return search.grid();
  }

  /** How many places there are in the whole data. */
  public int size() {
    return grid().places().size();
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    return CompletableFuture.completedFuture(search.answer(query));
  }

  /** Loaded by the first use. */
  private static final class Shared {
    static final PlaceGrid GRID = PackedPlaces.load();
  }
}
