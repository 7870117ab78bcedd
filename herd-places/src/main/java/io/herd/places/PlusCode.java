package io.herd.places;

import java.nio.charset.StandardCharsets;

/**
 * Open Location Code ("plus code") of ten digits: the name of a cell of 1/8000 degree, about 14 m.
 * After the public description of the code; the fields are pairs of base-20 digits of latitude and
 * longitude, both counted from the south-west. Stateless.
 */
final class PlusCode {

  private static final byte[] DIGITS = "23456789CFGHJMPQRVWX".getBytes(StandardCharsets.US_ASCII);
  private static final int CELLS_A_DEGREE = 8_000;
  private static final int PAIRS = 5;
  private static final int PAIRS_BEFORE_PLUS = 4;

  /** Undoes what rounding takes from a coordinate that lies on the edge of its cell: a tenth µm. */
  private static final double EDGE = 1e-9;

  private PlusCode() {}

  /** The code of a point. The north pole is in the cell south of it, 180 degrees is -180. */
  static String of(double latitude, double longitude) {
    long row = Math.min(cells(latitude) + 90L * CELLS_A_DEGREE, 180L * CELLS_A_DEGREE - 1);
    long column = Math.floorMod(cells(longitude) + 180L * CELLS_A_DEGREE, 360L * CELLS_A_DEGREE);
    byte[] code = new byte[2 * PAIRS + 1];
    code[2 * PAIRS_BEFORE_PLUS] = '+';
    for (int pair = PAIRS - 1; pair >= 0; pair--) {
      int at = pair < PAIRS_BEFORE_PLUS ? 2 * pair : 2 * pair + 1;
      code[at] = DIGITS[(int) (row % DIGITS.length)];
      code[at + 1] = DIGITS[(int) (column % DIGITS.length)];
      row /= DIGITS.length;
      column /= DIGITS.length;
    }
    return new String(code, StandardCharsets.US_ASCII);
  }

  private static long cells(double degrees) {
    return (long) Math.floor(degrees * CELLS_A_DEGREE + EDGE);
  }
}
