package io.herd.places;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.ArrayList;
import java.util.List;
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
  public static final int RESULTS_MAX = 20;

  private final PlaceGrid grid;
  private final RankBy rankBy;

  EmbeddedPlaces(PlaceGrid grid, RankBy rankBy) {
    this.grid = grid;
    this.rankBy = rankBy;
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

  /** The index, which all instances share. */
  PlaceGrid grid() {
    return grid;
  }

  /** How many places there are in the whole data. */
  public int size() {
    return grid.places().size();
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    Best best = new Best(rankBy, Math.min(query.resultsMax(), RESULTS_MAX));
    grid.search(query.latitude(), query.longitude(), query.radiusMetres(), best);
    return CompletableFuture.completedFuture(answer(best));
  }

  private byte[] answer(Best best) {
    if (best.found() == 0) {
      return LegacyJson.zeroResults();
    }
    PlaceTable places = grid.places();
    List<Place> results = new ArrayList<>(best.size());
    List<String> credits = new ArrayList<>();
    for (int rank = 0; rank < best.size(); rank++) {
      int index = best.index(rank);
      results.add(places.place(index));
      String credit = places.source(index).credit();
      if (!credits.contains(credit)) {
        credits.add(credit);
      }
    }
    return LegacyJson.ok(results, credits);
  }

  /** Loaded by the first use. */
  private static final class Shared {
    static final PlaceGrid GRID = PackedPlaces.load();
  }
}
