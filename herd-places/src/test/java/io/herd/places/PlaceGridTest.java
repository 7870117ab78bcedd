package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.places.PlaceKind.Source;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlaceGridTest {

  /** A degree of latitude on the sphere. */
  private static final double DEGREE_METRES = PlaceGrid.EARTH_RADIUS_METRES * Math.PI / 180;

  @Test
  void radiusZeroFindsThePlaceAtThePoint() {
    PlaceGrid grid = grid(3_406_893, -11_844_513, 3_406_894, -11_844_513);
    assertEquals(Set.of(1), found(grid, 34.06893, -118.44513, 0));
    assertEquals(Set.of(), found(grid, 34.068935, -118.44513, 0));
  }

  @Test
  void radiusIsInclusive() {
    PlaceGrid grid = grid(0, 0);
    double distance = 0.25 * DEGREE_METRES;
    assertEquals(Set.of(), found(grid, 0.25, 0, distance - 0.001));
    assertEquals(Set.of(1), found(grid, 0.25, 0, distance + 0.001));
    assertEquals(Set.of(), found(grid, 0, -0.25, distance - 0.001));
    assertEquals(Set.of(1), found(grid, 0, -0.25, distance + 0.001));
  }

  @Test
  void placesBeyondTheDateLineAreFound() {
    PlaceGrid grid = grid(0, 17_999_000, 0, -17_999_000, 0, 18_000_000, 0, -18_000_000, 0, 0);
    Set<Integer> four = Set.of(1, 2, 3, 4);
    assertEquals(four, found(grid, 0, 179.99, 3_000));
    assertEquals(four, found(grid, 0, -179.99, 3_000));
    assertEquals(four, found(grid, 0, 180, 1_200));
    assertEquals(four, found(grid, 0, -180, 1_200));
    assertEquals(Set.of(3, 4), found(grid, 0, 180, 1_000));
    assertEquals(Set.of(1, 3, 4), found(grid, 0, 179.99, 1_200));
  }

  @Test
  void circleAroundAPoleHoldsAllLongitudes() {
    for (int sign : new int[] {1, -1}) {
      int latitude = sign * 8_960_000;
      PlaceGrid grid =
          grid(latitude, 0, latitude, 9_000_000, latitude, -17_999_999, sign * 8_950_000, 0);
      assertEquals(Set.of(1, 2, 3), found(grid, sign * 90, 77, 45_000));
      assertEquals(Set.of(1, 2, 3, 4), found(grid, sign * 90, 77, 56_000));
      assertEquals(Set.of(1, 2, 3, 4), found(grid, sign * 90, -180, 56_000));
    }
  }

  @Test
  void circleOverAPoleReachesTheOtherSide() {
    for (int sign : new int[] {1, -1}) {
      PlaceGrid grid = grid(sign * 8_990_000, 18_000_000);
      double distance = 0.3 * DEGREE_METRES;
      assertEquals(Set.of(), found(grid, sign * 89.8, 0, distance - 1));
      assertEquals(Set.of(1), found(grid, sign * 89.8, 0, distance + 1));
    }
  }

  @Test
  void placeAtThePoleIsFound() {
    PlaceGrid grid = grid(9_000_000, 0, -9_000_000, 12_345_678);
    assertEquals(Set.of(1), found(grid, 90, 0, 0));
    assertEquals(Set.of(1), found(grid, 89.9, 100, 50_000));
    assertEquals(Set.of(2), found(grid, -89.9, 100, 50_000));
  }

  @Test
  void radiusMayHoldTheWholeEarth() {
    PlaceGrid grid = grid(0, 0, 9_000_000, 0, -9_000_000, 0, 0, 18_000_000);
    assertEquals(Set.of(1, 2, 3, 4), found(grid, 0, 0, 21_000_000));
    assertEquals(Set.of(1, 2, 3, 4), found(grid, 0, 0, Double.POSITIVE_INFINITY));
    assertEquals(Set.of(1, 2, 3), found(grid, 0, 0, 20_000_000));
  }

  @Test
  void emptyTableFindsNothing() {
    assertEquals(Set.of(), found(grid(), 0, 0, 50_000));
  }

  /** To replay, put the seed of the message where the test takes the clock. */
  @Test
  void searchFindsWhatALinearScanFinds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] points = new int[2 * 3_000];
    for (int i = 0; i < points.length; i += 2) {
      double[] point = point(random);
      points[i] = (int) Math.round(point[0] * PlaceTable.UNITS_A_DEGREE);
      points[i + 1] = (int) Math.round(point[1] * PlaceTable.UNITS_A_DEGREE);
    }
    PlaceGrid grid = grid(points);
    double[] radii = {0, 1, 1_000, 50_000, 500_000, 5_000_000, 15_000_000};
    for (int query = 0; query < 1_000; query++) {
      double[] centre = point(random);
      double radius = radii[random.nextInt(radii.length)];
      Set<Integer> found = found(grid, centre[0], centre[1], radius);
      for (int i = 0; i < points.length; i += 2) {
        double distance = metres(centre[0], centre[1], points[i] / 1e5, points[i + 1] / 1e5);
        if (Math.abs(distance - radius) > 0.1) {
          assertEquals(
              distance < radius,
              found.contains(i / 2 + 1),
              centre[0] + "," + centre[1] + " " + radius + " " + i / 2 + ", seed " + seed);
        }
      }
    }
  }

  @Test
  void hitsNearTheEdgesOfCellsAreNotLost() {
    // each place lies on a corner of four cells
    for (int latitude = -8_975_000; latitude < 9_000_000; latitude += 1_025_000) {
      for (int longitude = -18_000_000; longitude <= 18_000_000; longitude += 3_600_000) {
        PlaceGrid grid = grid(latitude, longitude);
        double north = latitude / 1e5 + 0.00001;
        assertTrue(
            found(grid, north, longitude / 1e5, 1.2).contains(1), latitude + "," + longitude);
        double south = latitude / 1e5 - 0.00001;
        assertTrue(
            found(grid, south, longitude / 1e5, 1.2).contains(1), latitude + "," + longitude);
      }
    }
  }

  /** A point: anywhere, near a pole, near the date line or in a crowded spot. */
  private static double[] point(Random random) {
    double latitude = random.nextDouble() * 180 - 90;
    double longitude = random.nextDouble() * 360 - 180;
    double small = random.nextGaussian() * 0.3;
    switch (random.nextInt(4)) {
      case 0 -> latitude = Math.copySign(90 - Math.abs(small), latitude);
      case 1 -> longitude = Math.copySign(180 - Math.abs(small), longitude);
      case 2 -> {
        latitude = 34 + small;
        longitude = -118 + random.nextGaussian() * 0.3;
      }
      default -> {}
    }
    return new double[] {latitude, longitude};
  }

  /** The distance by another formula than the grid's: the angle between two vectors. */
  private static double metres(double latitudeA, double longitudeA, double latB, double lonB) {
    double[] a = vector(latitudeA, longitudeA);
    double[] b = vector(latB, lonB);
    double x = a[1] * b[2] - a[2] * b[1];
    double y = a[2] * b[0] - a[0] * b[2];
    double z = a[0] * b[1] - a[1] * b[0];
    double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    return PlaceGrid.EARTH_RADIUS_METRES * Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
  }

  private static double[] vector(double latitude, double longitude) {
    double phi = Math.toRadians(latitude);
    double lambda = Math.toRadians(longitude);
    return new double[] {
      Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)
    };
  }

  /** A grid over points given as latitude, longitude and so on in 1e-5 degrees; ids from 1. */
  private static PlaceGrid grid(int... points) {
    Source source = new Source("S", "s:", "", false, new byte[] {'P', 0});
    PlaceKind[] kinds = {new PlaceKind(source, List.of(), 0)};
    PlaceTable table = new PlaceTable(points.length / 2, kinds);
    for (int i = 0; i < table.size(); i++) {
      table.latitudes[i] = points[2 * i];
      table.longitudes[i] = points[2 * i + 1];
      table.ids[i] = i + 1;
    }
    return new PlaceGrid(table);
  }

  private static Set<Integer> found(PlaceGrid grid, double latitude, double longitude, double r) {
    Best best = new Best(RankBy.DISTANCE, grid.places().size());
    grid.search(latitude, longitude, r, best);
    Set<Integer> ids = new TreeSet<>();
    for (int rank = 0; rank < best.size(); rank++) {
      assertTrue(ids.add(grid.places().ids[best.index(rank)]), "found twice");
    }
    return ids;
  }
}
