package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalsTest {

  private final Decimals decimals = new Decimals();

  private boolean reads(String text) {
    return decimals.read(bytes(text), 0, text.length());
  }

  @ParameterizedTest
  @CsvSource({"34,2", "34.,3", ".5,2", "007,3", "0.,2", "1.2.3,3", "5-6,1", "5.-6,2", "1e5,1"})
  void decimalEndsAtTheFirstByteThatIsNoneOfIt(String text, int end) {
    assertTrue(reads(text));
    assertEquals(end, decimals.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "-1", "+1", "x", "..5", " 1"})
  void decimalNeedsADigit(String text) {
    assertFalse(reads(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1,0",
    "1.,0",
    "1.5,500000000",
    "1.000000001,1",
    "1.0000000009,0",
    "1.123456789,123456789",
    "1.12345678999999999999999,123456789",
    ".1,100000000",
    "0.00000001,10"
  })
  void firstNineDigitsAreNanoseconds(String text, int nanos) {
    assertTrue(reads(text));
    assertEquals(nanos, decimals.nanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "0.", ".0", "0.00000000000000000000000000000"})
  void zeroIsZeroInEveryForm(String text) {
    assertTrue(reads(text));
    assertTrue(decimals.isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.1", ".00000000000000000000000000000000000001"})
  void theSmallestDigitMakesItMoreThanZero(String text) {
    assertTrue(reads(text));
    assertFalse(decimals.isZero());
    assertFalse(decimals.atMost(0));
  }

  @Test
  void comparisonsAgreeWithExactArithmetic() {
    Seeds.each(
        2_000,
        random -> {
          int most = random.nextInt(200);
          String whole = String.valueOf(Math.max(0, most + random.nextInt(-1, 2)));
          String zeros = "0".repeat(random.nextInt(30));
          String text = zeros + whole + "." + zeros + (random.nextBoolean() ? "" : "1");
          assertTrue(reads(text));
          BigDecimal exact = new BigDecimal(text.endsWith(".") ? text + "0" : text);
          boolean expected = exact.compareTo(BigDecimal.valueOf(most)) <= 0;
          assertEquals(expected, decimals.atMost(most), text + " <= " + most);
        });
  }

  @Test
  void wholePartThatNoNumberHoldsIsLargerThanAnyLimit() {
    assertTrue(reads("9".repeat(1_000)));
    assertFalse(decimals.atMost(Integer.MAX_VALUE));
    assertTrue(decimals.whole() > 9_223_372_036L);
  }

  @Test
  void nothingIsLeftOfTheLastDecimal() {
    assertTrue(reads("12.75"));
    assertTrue(reads("3"));
    assertEquals(3.0, decimals.value());
    assertEquals(0, decimals.nanos());
    assertTrue(decimals.atMost(3));
  }
}
