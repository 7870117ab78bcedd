package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.spi.PlacesException;
import java.util.Arrays;
import java.util.List;

/**
 * What an Overpass server may answer; the first byte says how many results are wanted. It becomes a
 * document of the legacy form, or is refused as one that is not understood.
 */
final class OverpassFuzzTest {

  private static final Circle CIRCLE = Circle.of(34.0689, -118.4451, 50_000);

  @FuzzTest(maxDuration = "1m")
  void anyAnswerIsTranslatedOrNotUnderstood(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int results = input[0] & 0x1f;
    List<Place> places;
    try {
      places = OverpassAnswer.places(Arrays.copyOfRange(input, 1, input.length), CIRCLE);
    } catch (PlacesException notUnderstood) {
      assertEquals(PlacesException.Status.UNKNOWN_ERROR, notUnderstood.status());
      return;
    }
    assertNearestFirst(places);
    byte[] document = OverpassPlaces.document(places, results);
    Splice read = Splice.of(document, results);
    assertEquals(places.isEmpty() ? "ZERO_RESULTS" : "OK", read.status());
    assertSame(document, read.bytes(), "no more results than asked for");
  }

  private static void assertNearestFirst(List<Place> places) {
    double last = 0;
    for (Place place : places) {
      double haversine = CIRCLE.haversine(place.latitude(), place.longitude());
      assertTrue(haversine >= last && haversine <= CIRCLE.haversineMax(), place.toString());
      last = haversine;
    }
  }
}
