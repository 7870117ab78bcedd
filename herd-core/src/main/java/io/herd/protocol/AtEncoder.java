package io.herd.protocol;

/** Writes AT lines. */
public final class AtEncoder {

  /** The most bytes that an AT line has beside its server's name, id, position and time. */
  public static final int OVERHEAD_MAX = 32;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private AtEncoder() {}

  /**
   * Writes {@code AT <server> <skew> } into the target: what comes before the three fields that are
   * copied.
   *
   * @param receiptNanos when the server received the report, by its own clock
   * @param clientNanos the time in the report
   * @return the offset behind the last space, where the client's id belongs
   */
  public static int putStart(
      byte[] target, int offset, ServerId server, long receiptNanos, long clientNanos) {
    int at = offset;
    target[at++] = 'A';
    target[at++] = 'T';
    target[at++] = ' ';
    at = server.copyTo(target, at);
    target[at++] = ' ';
    at = putSkew(target, at, receiptNanos, clientNanos);
    target[at++] = ' ';
    return at;
  }

  /**
   * Writes receipt time minus client time: sign, seconds, point, nine digits. Exact for every pair
   * of times.
   *
   * @return the offset behind it
   */
  static int putSkew(byte[] target, int offset, long receiptNanos, long clientNanos) {
    boolean negative = receiptNanos < clientNanos;
    // the difference of two signed numbers always fits an unsigned one
    long magnitude = negative ? clientNanos - receiptNanos : receiptNanos - clientNanos;
    target[offset] = (byte) (negative ? '-' : '+');
    long seconds =
        magnitude >= 0
            ? magnitude / NANOS_PER_SECOND
            : Long.divideUnsigned(magnitude, NANOS_PER_SECOND);
    int nanos = (int) (magnitude - seconds * NANOS_PER_SECOND);
    int at = Ascii.putUnsigned(target, offset + 1, seconds);
    target[at++] = '.';
    return Ascii.putNineDigits(target, at, nanos);
  }

  /**
   * Copies a field and ends it with the given byte.
   *
   * @return the offset behind that byte
   */
  public static int putField(
      byte[] target, int offset, byte[] source, int from, int to, char last) {
    int length = to - from;
    System.arraycopy(source, from, target, offset, length);
    target[offset + length] = (byte) last;
    return offset + length + 1;
  }
}
