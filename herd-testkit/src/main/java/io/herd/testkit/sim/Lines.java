package io.herd.testkit.sim;

/** Lines of clients, as text. */
final class Lines {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MICRODEGREES = 1_000_000L;

  private Lines() {}

  /** An IAMAT line, without its line feed. */
  static String report(String client, double latitude, double longitude, long clientNanos) {
    StringBuilder line = new StringBuilder(80).append("IAMAT ").append(client).append(' ');
    putDegrees(line, latitude);
    putDegrees(line, longitude);
    line.append(' ');
    putTime(line, clientNanos);
    return line.toString();
  }

  private static void putDegrees(StringBuilder line, double degrees) {
    long parts = Math.round(Math.abs(degrees) * MICRODEGREES);
    line.append(degrees < 0 ? '-' : '+').append(parts / MICRODEGREES).append('.');
    putDigits(line, parts % MICRODEGREES, 6);
  }

  private static void putTime(StringBuilder line, long nanos) {
    // seconds and fraction of the magnitude: -1.5 is a second and a half before the epoch
    long seconds = nanos / NANOS_PER_SECOND;
    if (nanos < 0) {
      line.append('-');
    }
    line.append(Math.abs(seconds)).append('.');
    putDigits(line, Math.abs(nanos % NANOS_PER_SECOND), 9);
  }

  private static void putDigits(StringBuilder line, long number, int width) {
    String digits = Long.toString(number);
    line.append("0".repeat(width - digits.length())).append(digits);
  }
}
