package io.herd.places;

/**
 * Finds the places around a point: all places sorted by the cell of 0.25 degrees they lie in, and
 * where each cell starts. Cells of one row are neighbours, so that a search scans one run of the
 * columns for each row, two across the date line, and the whole row where the circle holds a pole.
 * Distances are great circles on a sphere. Immutable, thread-safe.
 */
final class PlaceGrid {

  /** The earth's mean radius. */
  static final double EARTH_RADIUS_METRES = 6_371_008.8;

  private static final int CELLS_A_DEGREE = 4;
  private static final int CELL_UNITS = PlaceTable.UNITS_A_DEGREE / CELLS_A_DEGREE;
  private static final int ROWS = 180 * CELLS_A_DEGREE;
  private static final int COLUMNS = 360 * CELLS_A_DEGREE;

  /** Widens the box of cells by about a centimetre, against rounding at its edges. */
  private static final double MARGIN_DEGREES = 1e-7;

  private final PlaceTable places;
  private final int[] starts;

  /** An index over the places of this table, which it copies. */
  PlaceGrid(PlaceTable table) {
    int[] ends = new int[ROWS * COLUMNS + 1];
    for (int i = 0; i < table.size(); i++) {
      ends[cell(table, i) + 1]++;
    }
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      ends[i + 1] += ends[i];
    }
    int[] next = ends.clone();
    int[] order = new int[table.size()];
    for (int i = 0; i < table.size(); i++) {
      order[next[cell(table, i)]++] = i;
    }
    this.starts = ends;
    this.places = table.inOrder(order);
  }

  /** The places in the order of the grid, which {@link Best#index} counts in. */
  PlaceTable places() {
    return places;
  }

  /**
   * Offers each place whose distance is at most the radius.
   *
   * @param latitude -90 to 90
   * @param longitude -180 to 180
   */
  void search(double latitude, double longitude, double radiusMetres, Best best) {
    Circle circle = Circle.of(latitude, longitude, radiusMetres);
    double degrees = Math.toDegrees(circle.angle()) + MARGIN_DEGREES;
    int firstRow = clamp(cellsFrom(-90, latitude - degrees), ROWS);
    int lastRow = clamp(cellsFrom(-90, latitude + degrees), ROWS);
    double halfWidth = circle.halfWidthDegrees() + MARGIN_DEGREES;
    int firstColumn = cellsFrom(-180, longitude - halfWidth);
    int lastColumn = cellsFrom(-180, longitude + halfWidth);
    if (lastColumn - firstColumn >= COLUMNS - 1) {
      firstColumn = 0;
      lastColumn = COLUMNS - 1;
    } else if (firstColumn < 0) {
      firstColumn += COLUMNS;
      lastColumn += COLUMNS;
    }
    for (int row = firstRow; row <= lastRow; row++) {
      scan(circle, row, firstColumn, Math.min(lastColumn, COLUMNS - 1), best);
      if (lastColumn >= COLUMNS) {
        scan(circle, row, 0, lastColumn - COLUMNS, best);
      }
    }
  }

  private void scan(Circle circle, int row, int firstColumn, int lastColumn, Best best) {
    int end = starts[row * COLUMNS + lastColumn + 1];
    for (int i = starts[row * COLUMNS + firstColumn]; i < end; i++) {
      double haversine = circle.haversine(places.latitude(i), places.longitude(i));
      if (haversine <= circle.haversineMax()) {
        best.offer(i, places.prominences[i], haversine);
      }
    }
  }

  private static int cell(PlaceTable table, int index) {
    int row = clamp((table.latitudes[index] + 90 * PlaceTable.UNITS_A_DEGREE) / CELL_UNITS, ROWS);
    int column =
        clamp((table.longitudes[index] + 180 * PlaceTable.UNITS_A_DEGREE) / CELL_UNITS, COLUMNS);
    return row * COLUMNS + column;
  }

  private static int cellsFrom(int edge, double degrees) {
    return (int) Math.floor((degrees - edge) * CELLS_A_DEGREE);
  }

  private static int clamp(int number, int count) {
    return Math.max(0, Math.min(count - 1, number));
  }
}
