package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PosixTimeTest {

  private final PosixTime time = new PosixTime();

  private boolean reads(String text) {
    byte[] bytes = bytes("7" + text + "7");
    return time.read(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+0,0",
    "0.,0",
    ".0,0",
    "-.0,0",
    "1,1000000000",
    "+1,1000000000",
    "-1,-1000000000",
    "1.5,1500000000",
    "-1.5,-1500000000",
    "-.5,-500000000",
    "+.5,500000000",
    "5.,5000000000",
    "0001.25,1250000000",
    "1400794645.392014450,1400794645392014450",
    "1479413884.392014450,1479413884392014450",
    ".000000001,1",
    "-.000000001,-1",
  })
  void secondsAreReadAsNanoseconds(String text, long nanos) {
    assertTrue(reads(text));
    assertEquals(nanos, time.nanos());
  }

  @ParameterizedTest
  @CsvSource({
    "1.0000000009,1000000000",
    "1.1234567899999999999999999999,1123456789",
    "-1.0000000009999,-1000000000",
    "9223372036.8547758079999999,9223372036854775807",
    "-9223372036.8547758089999999,-9223372036854775808"
  })
  void digitsBeyondTheNinthAreIgnored(String text, long nanos) {
    assertTrue(reads(text));
    assertEquals(nanos, time.nanos());
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036.854775806,9223372036854775806",
    "9223372036.854775807,9223372036854775807",
    "+9223372036.854775807,9223372036854775807",
    "0000000009223372036.854775807,9223372036854775807",
    "-9223372036.854775807,-9223372036854775807",
    "-9223372036.854775808,-9223372036854775808"
  })
  void everyNumberOfNanosecondsThatFits64BitsIsRead(String text, long nanos) {
    assertTrue(reads(text));
    assertEquals(nanos, time.nanos());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036.854775808",
        "9223372036.9",
        "9223372036.999999999",
        "9223372037",
        "-9223372036.854775809",
        "-9223372036.9",
        "-9223372037",
        "10000000000",
        "18446744073.709551616",
        "18446744073709551616",
        "99999999999999999999999999999999"
      })
  void whatDoesNotFitIsRefused(String text) {
    assertFalse(reads(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "+", "-", ".", "+.", "-.", "--1", "+-1", "++1", "1.2.3", "1..", "1e9", "1,5", "nan",
        "inf", "1_000", "0x1", "1-", "1+", " 1", "1 ", "1s", "\u00b2"
      })
  void whatIsNoDecimalIsRefused(String text) {
    assertFalse(reads(text));
  }

  @Test
  void everyTimeIsReadBackExactly() {
    Seeds.each(
        5_000,
        random -> {
          long nanos = Seeds.edgyLong(random);
          assertTrue(reads(Records.time(nanos)));
          assertEquals(nanos, time.nanos());
        });
  }

  @Test
  void timeThatIsWrittenIsReadAgain() {
    Seeds.each(
        2_000,
        random -> {
          long nanos = Seeds.edgyLong(random);
          byte[] bytes = new byte[40];
          int end = PosixTime.put(bytes, 7, nanos);
          PosixTime time = new PosixTime();
          assertTrue(time.read(bytes, 7, end));
          assertEquals(nanos, time.nanos());
          assertEquals(Records.time(nanos), new String(bytes, 7, end - 7, US_ASCII));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.000000000",
    "-1,-0.000000001",
    "-1500000000,-1.500000000",
    "1767225600000000001,1767225600.000000001",
    "-9223372036854775808,-9223372036.854775808"
  })
  void timeIsWrittenWithAllDigits(long nanos, String text) {
    byte[] bytes = new byte[40];
    int end = PosixTime.put(bytes, 7, nanos);
    assertEquals(text, new String(bytes, 7, end - 7, US_ASCII));
  }
}
