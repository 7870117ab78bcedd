package io.herd.protocol;

/**
 * Reads decimals as the protocol writes them, without a detour through strings or floating point:
 * ASCII digits with at most one point and at least one digit. Keeps the result of the last reading,
 * and looks again at its bytes when it is asked for the fraction. Not thread-safe.
 */
final class Decimals {

  /** How many digits after the point count. */
  private static final int FRACTION_DIGITS_MAX = 17;

  private static final int NANO_DIGITS = 9;

  /** Ten to the power of the index. */
  private static final long[] POWERS = new long[FRACTION_DIGITS_MAX + 1];

  /** Out of any range, whatever digits follow. */
  private static final long WHOLE_MAX = 10_000_000_000L;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private byte[] source = {};
  private long whole;
  private int fractionStart;
  private int end;

  /**
   * Reads the longest decimal without sign that starts at {@code from}.
   *
   * @return whether there is one; {@link #end} tells where it ends
   */
  boolean read(byte[] bytes, int from, int to) {
    int at = from;
    long number = 0;
    for (int count = 8; count == 8; at += count) {
      long word = Ascii.word(bytes, at);
      count = Math.min(Ascii.leadingDigits(word), to - at);
      if (count > 0) {
        boolean tooMany = number >= WHOLE_MAX;
        number = tooMany ? number : number * POWERS[count] + Ascii.number(word, count);
      }
    }
    whole = number;
    int digits = at - from;
    if (at < to && bytes[at] == '.') {
      at++;
      fractionStart = at;
      at = Ascii.endOfDigits(bytes, at, to);
      digits += at - fractionStart;
    } else {
      fractionStart = at;
    }
    source = bytes;
    end = at;
    return digits > 0;
  }

  /** The offset behind the decimal. */
  int end() {
    return end;
  }

  /** Whether the value is exactly from 0 to {@code most}. */
  boolean atMost(int most) {
    return whole < most || whole == most && isFractionZero();
  }

  /** Whether the value is exactly 0. */
  boolean isZero() {
    return whole == 0 && isFractionZero();
  }

  private boolean isFractionZero() {
    int at = fractionStart;
    while (at < end && source[at] == '0') {
      at++;
    }
    return at == end;
  }

  /** The digits before the point; some number from 10,000,000,000 on if there are too many. */
  long whole() {
    return whole;
  }

  /** The first nine digits after the point, as nanoseconds of a second. */
  int nanos() {
    int digits = Math.min(end - fractionStart, NANO_DIGITS);
    return (int) (fraction(digits) * POWERS[NANO_DIGITS - digits]);
  }

  /** The value, to the precision of a double and the first seventeen digits after the point. */
  double value() {
    int digits = Math.min(end - fractionStart, FRACTION_DIGITS_MAX);
    return whole + fraction(digits) / (double) POWERS[digits];
  }

  /** The number that the first digits after the point are. */
  private long fraction(int digits) {
    long number = 0;
    int at = fractionStart;
    for (int left = digits; left > 0; left -= 8) {
      int count = Math.min(left, 8);
      number = number * POWERS[count] + Ascii.number(Ascii.word(source, at), count);
      at += count;
    }
    return number;
  }
}
