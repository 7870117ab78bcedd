package io.herd.spi;

/**
 * A question to a {@link PlacesProvider}. Immutable.
 *
 * @param latitude decimal degrees, -90 to 90
 * @param longitude decimal degrees, -180 to 180
 * @param radiusMetres how far from the point, 0 to 50,000
 * @param resultsMax how many places at most, 0 to 20
 */
public record PlacesQuery(double latitude, double longitude, double radiusMetres, int resultsMax) {

  /** Checks the ranges. */
  public PlacesQuery {
    check(latitude >= -90 && latitude <= 90, "latitude is " + latitude + ", must be -90..90");
    check(
        longitude >= -180 && longitude <= 180, "longitude is " + longitude + ", must be -180..180");
    check(radiusMetres >= 0, "radiusMetres is " + radiusMetres + ", must not be negative");
    check(resultsMax >= 0, "resultsMax is " + resultsMax + ", must not be negative");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
