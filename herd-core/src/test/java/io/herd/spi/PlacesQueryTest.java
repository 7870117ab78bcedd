package io.herd.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacesQueryTest {

  @ParameterizedTest
  @CsvSource({
    "90.0001, 0, 0, 0, latitude",
    "-90.0001, 0, 0, 0, latitude",
    "NaN, 0, 0, 0, latitude",
    "0, 180.0001, 0, 0, longitude",
    "0, -180.0001, 0, 0, longitude",
    "0, NaN, 0, 0, longitude",
    "0, 0, -0.1, 0, radiusMetres",
    "0, 0, NaN, 0, radiusMetres",
    "0, 0, 0, -1, resultsMax",
  })
  void whatIsOutOfRangeIsRefusedByName(
      double latitude, double longitude, double radius, int results, String name) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlacesQuery(latitude, longitude, radius, results))
            .getMessage();
    assertEquals(name + " is ", refusal.substring(0, name.length() + 4));
  }

  @Test
  void edgesAreInRange() {
    assertEquals(90, new PlacesQuery(90, 180, 0, 0).latitude());
    assertEquals(-180, new PlacesQuery(-90, -180, 50_000, 20).longitude());
  }
}
