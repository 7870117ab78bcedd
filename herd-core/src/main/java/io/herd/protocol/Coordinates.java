package io.herd.protocol;

/**
 * Positions as the protocol writes them: latitude and longitude in decimal degrees with the signs
 * of ISO 6709, {@code +34.068930-118.445127}. Keeps the last position read. Not thread-safe.
 */
public final class Coordinates {

  private static final int LATITUDE_MAX = 90;
  private static final int LONGITUDE_MAX = 180;

  private final Decimals decimals = new Decimals();
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
    if (from >= to || !isSign(bytes[from])) {
      return false;
    }
    if (!decimals.read(bytes, from + 1, to) || !decimals.atMost(LATITUDE_MAX)) {
      return false;
    }
    double north = decimals.value();
    int second = decimals.end();
    if (second >= to || !isSign(bytes[second])) {
      return false;
    }
    if (!decimals.read(bytes, second + 1, to)
        || decimals.end() != to
        || !decimals.atMost(LONGITUDE_MAX)) {
      return false;
    }
    latitude = bytes[from] == '-' ? -north : north;
    longitude = bytes[second] == '-' ? -decimals.value() : decimals.value();
    return true;
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
