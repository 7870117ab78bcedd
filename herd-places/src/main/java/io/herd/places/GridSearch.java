package io.herd.places;

import io.herd.spi.PlacesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Answers questions from an index, in one order.
 *
 * @param grid where the places are
 * @param rankBy which come first
 */
record GridSearch(PlaceGrid grid, RankBy rankBy) {

  /** The most results of one answer. */
  static final int RESULTS_MAX = 20;

  GridSearch {
    Objects.requireNonNull(rankBy);
  }

  /** The document; its status tells whether anything is within the radius, wanted or not. */
  byte[] answer(PlacesQuery query) {
    Best best = new Best(rankBy, Math.min(query.resultsMax(), RESULTS_MAX));
    grid.search(query.latitude(), query.longitude(), query.radiusMetres(), best);
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
      if (!credit.isEmpty() && !credits.contains(credit)) {
        credits.add(credit);
      }
    }
    return LegacyJson.ok(results, credits);
  }
}
