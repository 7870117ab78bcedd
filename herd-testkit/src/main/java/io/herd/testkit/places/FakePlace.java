package io.herd.testkit.places;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place that is not there: number 0 is where one asks, and each following one so many metres
 * farther away, in a direction of its own, over poles and date line. Immutable.
 */
record FakePlace(int number, BigDecimal latitude, BigDecimal longitude) {

  private static final double EARTH_RADIUS_METRES = 6_371_008.8;

  /** Turns the direction so that it never comes back to one it had. */
  private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

  private static final int DECIMALS = 7;

  private static final List<String> NAMES =
      List.of("Café Ærø %d", "Bar \"<%d>\" & Söhne", "東京 %d", "Kiosk %d 🦌", "Museum \\ %d");

  /** The places within a radius, nearest first. */
  static List<FakePlace> around(
      double latitude, double longitude, double radiusMetres, int count, double spacingMetres) {
    List<FakePlace> places = new ArrayList<>();
    for (int number = 0; number < count && number * spacingMetres <= radiusMetres; number++) {
      places.add(at(latitude, longitude, number, number * spacingMetres));
    }
    return places;
  }

  private static FakePlace at(double latitude, double longitude, int number, double metres) {
    if (number == 0) {
      // digit for digit, so that it is at no distance at all
      return new FakePlace(0, BigDecimal.valueOf(latitude), BigDecimal.valueOf(longitude));
    }
    double angle = metres / EARTH_RADIUS_METRES;
    double bearing = number * GOLDEN_ANGLE;
    double from = Math.toRadians(latitude);
    double to =
        Math.asin(
            Math.sin(from) * Math.cos(angle)
                + Math.cos(from) * Math.sin(angle) * Math.cos(bearing));
    double turn =
        Math.atan2(
            Math.sin(bearing) * Math.sin(angle) * Math.cos(from),
            Math.cos(angle) - Math.sin(from) * Math.sin(to));
    double east = Math.IEEEremainder(longitude + Math.toDegrees(turn), 360);
    return new FakePlace(number, rounded(Math.toDegrees(to)), rounded(east));
  }

  private static BigDecimal rounded(double degrees) {
    return BigDecimal.valueOf(degrees).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  String name() {
    return String.format(NAMES.get(number % NAMES.size()), number);
  }

  String id() {
    return "fake-" + number;
  }

  boolean isEven() {
    return number % 2 == 0;
  }
}
