package io.herd.protocol;

/**
 * Times as the protocol writes them: seconds since 1970-01-01 UTC with an optional sign and
 * fraction, kept as exact nanoseconds. Keeps the last time read. Not thread-safe.
 */
public final class PosixTime {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long WHOLE_SECONDS_MAX = 9_223_372_036L;

  private final Decimals decimals = new Decimals();
  private long nanos;

  /** A reader that has read nothing yet. */
  public PosixTime() {}

  /**
   * Reads a time that fills the range. Digits beyond the ninth after the point are ignored.
   *
   * @return false if it is no time, or no signed 64-bit count of nanoseconds
   */
  public boolean read(byte[] bytes, int from, int to) {
    if (from >= to) {
      return false;
    }
    boolean signed = bytes[from] == '+' || bytes[from] == '-';
    boolean negative = bytes[from] == '-';
    if (!decimals.read(bytes, signed ? from + 1 : from, to) || decimals.end() != to) {
      return false;
    }
    if (decimals.whole() > WHOLE_SECONDS_MAX) {
      return false;
    }
    // at most 9,223,372,036,999,999,999: as unsigned number there is no overflow
    long magnitude = decimals.whole() * NANOS_PER_SECOND + decimals.nanos();
    if (magnitude < 0 && !(negative && magnitude == Long.MIN_VALUE)) {
      return false;
    }
    nanos = negative ? -magnitude : magnitude;
    return true;
  }

  /**
   * Writes a time: a sign if it is negative, seconds, point, nine digits.
   *
   * @return the offset behind it
   */
  public static int put(byte[] target, int offset, long nanos) {
    int at = offset;
    if (nanos < 0) {
      target[at++] = '-';
    }
    // as unsigned number, the magnitude of every time fits
    long magnitude = nanos < 0 ? -nanos : nanos;
    long seconds = Long.divideUnsigned(magnitude, NANOS_PER_SECOND);
    at = Ascii.putUnsigned(target, at, seconds);
    target[at++] = '.';
    return Ascii.putNineDigits(target, at, (int) (magnitude - seconds * NANOS_PER_SECOND));
  }

  /** The time last read, in nanoseconds since 1970-01-01 UTC. */
  public long nanos() {
    return nanos;
  }
}
