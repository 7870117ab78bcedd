package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class SixteenDigitsTest {

  private static final MathContext SIXTEEN = new MathContext(16, RoundingMode.HALF_EVEN);

  @Test
  void sixteenthDigitIsThatOfTheBinaryValue() {
    assertEquals("-81.57135239999999", printed(-81.5713524));
    assertEquals("0.1", printed(0.1));
    assertEquals("0.3", printed(0.1 + 0.2));
    assertEquals("34.06893", printed(34.06893));
  }

  @Test
  void wholeNumberHasNoPoint() {
    assertEquals("4", printed(4.0));
    assertEquals("-180", printed(-180));
    assertEquals("100", printed(100));
    assertEquals("999999999999999", printed(999_999_999_999_999.0));
  }

  @Test
  void zeroHasNoSign() {
    assertEquals("0", printed(0.0));
    assertEquals("0", printed(-0.0));
  }

  @Test
  void nextBelowAPowerOfTenKeepsItsDigits() {
    assertEquals("9.999999999999998", printed(Math.nextDown(10.0)));
    assertEquals("99.99999999999999", printed(Math.nextDown(100.0)));
    assertEquals("0.09999999999999999", printed(Math.nextDown(0.1)));
  }

  @Test
  void tieGoesToTheEvenDigit() {
    assertEquals("281474976710656.2", printed(281_474_976_710_656.25));
    assertEquals("281474976710656.8", printed(281_474_976_710_656.75));
  }

  @Test
  void exponentIsWrittenWhereCWritesIt() {
    assertEquals("0.0001", printed(0.0001));
    assertEquals("9.999999999999999e-05", printed(Math.nextDown(0.0001)));
    assertEquals("1e-05", printed(0.00001));
    assertEquals("1.5e-07", printed(1.5e-7));
    assertEquals("-1.5e-07", printed(-1.5e-7));
    assertEquals("9999999999999998", printed(9_999_999_999_999_998.0));
    assertEquals("1e+16", printed(1e16));
    assertEquals("1.797693134862316e+308", printed(Double.MAX_VALUE));
  }

  @Test
  void fastPathEndsWhereItIsNoLongerExact() {
    for (double edge : new double[] {1e-3, 1e-2, 0.1, 1, 10, 1e14, 1e15}) {
      for (double value : new double[] {Math.nextDown(edge), edge, Math.nextUp(edge)}) {
        assertEquals(plain(value), printed(value));
      }
    }
  }

  @Test
  void randomNumbersPrintAsBigDecimalRoundsThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    compare(seed, () -> random.nextDouble() * 360 - 180);
    compare(seed, () -> (random.nextInt(36_000_000) - 18_000_000) / 100_000.0);
    compare(seed, () -> (random.nextInt(36_000_000) - 18_000_000) / 100_000.0 + 0.00134898);
    compare(seed, () -> Math.pow(10, random.nextDouble() * 18 - 3.5));
    compare(seed, () -> random.nextInt(1 << 20) / (double) (1 << random.nextInt(20)));
  }

  @Test
  void whatIsNotANumberIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> printed(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> printed(Double.POSITIVE_INFINITY));
  }

  /** To replay, put the seed of the message where the test takes the clock. */
  private static void compare(long seed, DoubleSupplier values) {
    for (int i = 0; i < 20_000; i++) {
      double value = values.getAsDouble();
      if (value != 0 && Math.abs(value) < 1e-4) {
        continue;
      }
      assertEquals(plain(value), printed(value), () -> value + ", seed " + seed);
    }
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(SIXTEEN).stripTrailingZeros().toPlainString();
  }

  private static String printed(double value) {
    byte[] target = new byte[SixteenDigits.LENGTH_MAX];
    int end = SixteenDigits.print(value, target, 0);
    return new String(target, 0, end, StandardCharsets.US_ASCII);
  }
}
