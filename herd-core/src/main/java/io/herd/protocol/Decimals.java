package io.herd.protocol;

/**
 * Reads decimals as the protocol writes them, without a detour through strings or floating point:
 * ASCII digits with at most one point and at least one digit. Keeps the result of the last reading.
 * Not thread-safe.
 */
final class Decimals {

  /** Ten to the power of the index. */
  private static final double[] POWERS = new double[18];

  private static final int[] NANO_FACTORS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  /** Enough for every value in range: more digits before the point are out of any range. */
  private static final long WHOLE_MAX = 100_000_000_000L;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private long whole;
  private long fraction;
  private int fractionDigits;
  private int nanos;
  private boolean fractionZero;
  private int end;

  /**
   * Reads the longest decimal without sign that starts at {@code from}.
   *
   * @return whether there is one; {@link #end} tells where it ends
   */
  boolean read(byte[] bytes, int from, int to) {
    int at = from;
    long number = 0;
    while (at < to && Ascii.isDigit(bytes[at])) {
      number = number >= WHOLE_MAX ? WHOLE_MAX : number * 10 + (bytes[at] - '0');
      at++;
    }
    whole = number;
    int digits = at - from;
    fractionZero = true;
    fraction = 0;
    fractionDigits = 0;
    nanos = 0;
    if (at < to && bytes[at] == '.') {
      int first = ++at;
      at = readFraction(bytes, first, to);
      digits += at - first;
    }
    end = at;
    return digits > 0;
  }

  private int readFraction(byte[] bytes, int first, int to) {
    int at = first;
    long number = 0;
    int kept = 0;
    while (at < to && Ascii.isDigit(bytes[at])) {
      int digit = bytes[at] - '0';
      if (kept < 17) {
        number = number * 10 + digit;
        kept++;
        if (kept == 9) {
          nanos = (int) number;
        }
      }
      fractionZero &= digit == 0;
      at++;
    }
    if (kept < 9) {
      nanos = (int) number * NANO_FACTORS[kept];
    }
    fraction = number;
    fractionDigits = kept;
    return at;
  }

  /** The offset behind the decimal. */
  int end() {
    return end;
  }

  /** Whether the value is exactly from 0 to {@code most}. */
  boolean atMost(int most) {
    return whole < most || whole == most && fractionZero;
  }

  /** Whether the value is exactly 0. */
  boolean isZero() {
    return whole == 0 && fractionZero;
  }

  /** The digits before the point; some number over 10,000,000,000 if there are too many. */
  long whole() {
    return whole;
  }

  /** The first nine digits after the point, as nanoseconds of a second. */
  int nanos() {
    return nanos;
  }

  /** The value, to the precision of a double and the first seventeen digits after the point. */
  double value() {
    return whole + fraction / POWERS[fractionDigits];
  }
}
