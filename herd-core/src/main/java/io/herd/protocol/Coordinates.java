package io.herd.protocol;

/**
 * Positions as the protocol writes them: latitude and longitude in decimal degrees with the signs
 * of ISO 6709, {@code +34.068930-118.445127}. Keeps the last position read. Not thread-safe.
 */
public final class Coordinates {

  private static final int LATITUDE_MAX = 90;
  private static final int LONGITUDE_MAX = 180;

  private final Decimals north = new Decimals();
  private final Decimals east = new Decimals();
  private double latitude;
  private double longitude;

  /** A reader that has read nothing yet. */
  public Coordinates() {}

  /**
   * Reads a position that fills the range.
   *
   * @return false if it is none, or out of range: the limits are compared as exact decimals
   */
  public boolean read(byte[] bytes, int from, int to) {
    if (!check(bytes, from, to)) {
      return false;
    }
    latitude = bytes[from] == '-' ? -north.value() : north.value();
    longitude = bytes[north.end()] == '-' ? -east.value() : east.value();
    return true;
  }

  /** Whether a position fills the range. Unlike {@link #read}, it keeps nothing. */
  boolean check(byte[] bytes, int from, int to) {
    if (from >= to || !isSign(bytes[from])) {
      return false;
    }
    if (!north.read(bytes, from + 1, to) || !north.atMost(LATITUDE_MAX)) {
      return false;
    }
    int second = north.end();
    return second < to
        && isSign(bytes[second])
        && east.read(bytes, second + 1, to)
        && east.atMost(LONGITUDE_MAX)
        && east.end() == to;
  }

  /** The latitude last read, in degrees, north positive. */
  public double latitude() {
    return latitude;
  }

  /** The longitude last read, in degrees, east positive. */
  public double longitude() {
    return longitude;
  }

  private static boolean isSign(byte b) {
    return b == '+' || b == '-';
  }
}
