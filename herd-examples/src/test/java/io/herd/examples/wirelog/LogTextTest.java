package io.herd.examples.wirelog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

  private static String text(LogText text) {
    return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
  }

  @Test
  void timesAreInUtcWithMicroseconds() {
    LogText text = new LogText();
    text.time(1_520_023_934_918_963_997L).time(1_520_023_934_000_000_999L).time(-1).time(0);
    assertEquals(
        "2018-03-02T20:52:14.918963Z 2018-03-02T20:52:14.000000Z "
            + "1969-12-31T23:59:59.999999Z 1970-01-01T00:00:00.000000Z ",
        text(text));
  }

  @Test
  void timesAreThoseOfTheLibrary() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long nanos = random.nextLong(0, 1L << 62);
      Instant instant = Instant.ofEpochSecond(0, nanos);
      String micros = String.format("%06d", instant.getNano() / 1_000);
      String expected = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
      expected = expected.replace("Z", "." + micros + "Z ");
      assertEquals(expected, text(new LogText().time(nanos)));
    }
  }

  @Test
  void everyByteIsWrittenAsByItselfAtEveryPlaceAmongPlainOnes() {
    for (int b = 0; b < 256; b++) {
      byte[] alone = {(byte) b};
      String expected = text(new LogText().escaped(alone, 0, 1));
      for (int place = 0; place < 20; place++) {
        String plain = "abcdefghijklmnopqrst";
        byte[] line = plain.getBytes(StandardCharsets.US_ASCII);
        line[place] = (byte) b;
        String whole = plain.substring(0, place) + expected + plain.substring(place + 1);
        assertEquals(whole, text(new LogText().escaped(line, 0, 20)), b + " at " + place);
      }
    }
  }

  @Test
  void numbersAreDecimal() {
    LogText text = new LogText();
    for (long number : new long[] {0, 9, 10, 12_345, Long.MAX_VALUE, -3}) {
      text.number(number).ascii(" ");
    }
    assertEquals("0 9 10 12345 9223372036854775807 -3 ", text(text));
  }

  @ParameterizedTest
  @CsvSource({
    "49414d4154, IAMAT",
    "20617e, ' a~'",
    "610a620d09, a\\nb\\r\\t",
    "5c6e, \\\\n",
    "00071b7f, \\x00\\x07\\x1b\\x7f",
    "436166c3a9, Café",
    "e298baf09f9082, ☺🐂",
    "ff80c3, \\xff\\x80\\xc3",
    "c080, \\xc0\\x80",
    "e08080, \\xe0\\x80\\x80",
    "eda080, \\xed\\xa0\\x80",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "c285, \\xc2\\x85",
    "e280a8, \\xe2\\x80\\xa8",
    "e280ae, \\xe2\\x80\\xae",
    "c3c3a9, \\xc3é"
  })
  void whatWasOnTheWireStaysOnItsLine(String wire, String expected) {
    byte[] bytes = HexFormat.of().parseHex(wire);
    assertEquals(expected, text(new LogText().escaped(bytes, 0, bytes.length)));
  }

  @Test
  void longTextGrows() {
    byte[] bytes = new byte[100_000];
    assertEquals(400_000, new LogText().escaped(bytes, 0, bytes.length).length());
  }
}
