package io.herd.testkit.places;

import java.util.List;

/**
 * What there is.
 *
 * @param places how many places there are around any point
 * @param spacingMetres how much farther each is than the one before
 * @param layout of Google's legacy JSON
 */
record FakeWorld(int places, double spacingMetres, Layout layout) {

  List<FakePlace> around(double latitude, double longitude, double radiusMetres, int max) {
    return FakePlace.around(
        latitude, longitude, radiusMetres, Math.min(places, max), spacingMetres);
  }
}
