package io.herd.places;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints a double as C's {@code %.16g} does: 16 significant digits of its exact binary value,
 * rounded half to even, without trailing zeros. {@code Double.toString} prints other digits:
 * -81.5713524 is {@code -81.57135239999999} here. Negative zero prints as {@code 0}.
 *
 * <p>From 0.001 up to 10<sup>15</sup>, where all coordinates but the smallest are, it is done in
 * 128-bit integers, exactly; BigDecimal does the rest. Stateless.
 */
final class SixteenDigits {

  /** The most bytes that one number takes. */
  static final int LENGTH_MAX = 24;

  private static final int DIGITS = 16;
  private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
  private static final long[] POWERS_OF_TEN = powersOfTen();

  private SixteenDigits() {}

  /**
   * Writes the number.
   *
   * @param target with {@link #LENGTH_MAX} free bytes
   * @return the offset behind it
   */
  static int print(double value, byte[] target, int offset) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value is " + value + ", must be finite");
    }
    if (value == 0) {
      target[offset] = '0';
      return offset + 1;
    }
    int end = offset;
    if (value < 0) {
      target[end++] = '-';
    }
    double size = Math.abs(value);
    return size >= 1e-3 && size < 1e15
        ? printExactly(size, target, end)
        : printAscii(slowly(size), target, end);
  }

  private static int printExactly(double size, byte[] target, int offset) {
    int before = digitsBeforePoint(size);
    long bits = Double.doubleToRawLongBits(size);
    long fraction = bits & (1L << 52) - 1 | 1L << 52;
    // size = fraction / 2^shift, and shift is 3 to 62
    int shift = 52 + 1023 - (int) (bits >>> 52);
    long power = POWERS_OF_TEN[DIGITS - before];
    long low = fraction * power;
    long digits = Math.multiplyHigh(fraction, power) << 64 - shift | low >>> shift;
    long rest = low & (1L << shift) - 1;
    long half = 1L << shift - 1;
    if (rest > half || rest == half && (digits & 1) == 1) {
      digits++;
    }
    // never 10^16: the double next below a power of ten is more than half a unit away from it
    return layOut(digits, before, target, offset);
  }

  /** How many digits stand before the point; 0 for 0.1 and up, -1 for 0.01 and up and so on. */
  private static int digitsBeforePoint(double size) {
    if (size < 1) {
      return size >= 0.1 ? 0 : size >= 0.01 ? -1 : -2;
    }
    int digits = 1;
    while (size >= POWERS_OF_TEN[digits]) {
      digits++;
    }
    return digits;
  }

  /** Writes 16 digits with the point behind the first {@code before} of them. */
  private static int layOut(long digits, int before, byte[] target, int offset) {
    int significant = DIGITS;
    long left = digits;
    while (left % 10 == 0) {
      left /= 10;
      significant--;
    }
    int end = offset;
    if (before <= 0) {
      target[end++] = '0';
      target[end++] = '.';
      for (int i = before; i < 0; i++) {
        target[end++] = '0';
      }
    }
    for (int i = 0; i < Math.max(significant, before); i++) {
      if (i == before && i > 0) {
        target[end++] = '.';
      }
      target[end++] = (byte) ('0' + digits / POWERS_OF_TEN[DIGITS - 1 - i] % 10);
    }
    return end;
  }

  private static String slowly(double size) {
    BigDecimal rounded = new BigDecimal(size).round(ROUNDING).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "e-" : "e+";
    int power = Math.abs(exponent);
    return mantissa + sign + (power < 10 ? "0" : "") + power;
  }

  private static int printAscii(String text, byte[] target, int offset) {
    for (int i = 0; i < text.length(); i++) {
      target[offset + i] = (byte) text.charAt(i);
    }
    return offset + text.length();
  }

  private static long[] powersOfTen() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
