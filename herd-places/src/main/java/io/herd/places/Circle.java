package io.herd.places;

/**
 * All points of the sphere that are at most so far from a centre. Compares haversines, the squared
 * sines of half the angle, which grow with the distance and spare each comparison a root and an arc
 * sine. Immutable.
 *
 * @param angle the radius as an angle at the earth's centre, in radians, at most half a turn
 * @param haversineMax the radius as a haversine
 */
record Circle(
    double latitude, double longitude, double cosLatitude, double angle, double haversineMax) {

  static Circle of(double latitude, double longitude, double radiusMetres) {
    double angle = Math.min(Math.PI, radiusMetres / PlaceGrid.EARTH_RADIUS_METRES);
    double cosLatitude = Math.cos(Math.toRadians(latitude));
    return new Circle(latitude, longitude, cosLatitude, angle, squareOfSine(angle / 2));
  }

  /**
   * The haversine of a point's distance from the centre, or of its north-south part alone where
   * that is beyond the circle already.
   */
  double haversine(double pointLatitude, double pointLongitude) {
    double northSouth = squareOfSine(Math.toRadians(pointLatitude - latitude) / 2);
    if (northSouth > haversineMax) {
      return northSouth;
    }
    double eastWest = squareOfSine(Math.toRadians(pointLongitude - longitude) / 2);
    return northSouth + cosLatitude * Math.cos(Math.toRadians(pointLatitude)) * eastWest;
  }

  /** How far east and west of its centre the circle reaches; 180 if a pole is in it. */
  double halfWidthDegrees() {
    if (Math.toRadians(Math.abs(latitude)) + angle >= Math.PI / 2) {
      return 180;
    }
    return Math.toDegrees(Math.asin(Math.min(1, Math.sin(angle) / cosLatitude)));
  }

  private static double squareOfSine(double radians) {
    double sine = Math.sin(radians);
    return sine * sine;
  }
}
