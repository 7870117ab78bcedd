package io.herd.places;

import java.math.BigDecimal;

/** Numbers as services read them: digits, a point and more digits, never an exponent. Stateless. */
final class PlainDecimal {

  private PlainDecimal() {}

  /** The shortest decimal number that stands for this double. */
  static String of(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
