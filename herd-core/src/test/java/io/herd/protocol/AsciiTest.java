package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AsciiTest {

  @Test
  void whiteSpaceIsExactlySixOfAllBytes() {
    for (int b = 0; b < 256; b++) {
      boolean expected = " \t\r\n\f\u000b".indexOf(b) >= 0;
      assertEquals(expected, Ascii.isSpace((byte) b), "byte " + b);
    }
  }

  @Test
  void digitsAreExactlyTenOfAllBytes() {
    for (int b = 0; b < 256; b++) {
      assertEquals("0123456789".indexOf(b) >= 0, Ascii.isDigit((byte) b), "byte " + b);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 11, 13, 0x7f, 0x80, 0x8a, 0xff})
  void lineFeedIsFoundAtEveryPlaceAmongBytesLikeIt(int like) {
    for (int length = 1; length < 40; length++) {
      byte[] bytes = new byte[length];
      for (int place = 0; place < length; place++) {
        Arrays.fill(bytes, (byte) like);
        bytes[place] = '\n';
        for (int from = 0; from <= length; from++) {
          int expected = place >= from ? place : -1;
          assertEquals(expected, Ascii.indexOfLineFeed(bytes, from, length));
        }
      }
    }
  }

  @Test
  void firstOfSeveralLineFeedsIsFound() {
    assertEquals(2, Ascii.indexOfLineFeed(bytes("ab\n\u000b\n\n\n\ncdefghij"), 0, 16));
  }

  @Test
  void lastLineFeedIsFoundFromWhereOneLooks() {
    byte[] bytes = bytes("ab\ncd\nefg\n");
    int[] expected = {0, 0, 0, 3, 3, 3, 6, 6, 6, 6, 10};
    for (int to = 0; to < expected.length; to++) {
      assertEquals(expected[to], Ascii.behindLastLineFeed(bytes, 0, to));
      for (int from = 0; from <= to; from++) {
        assertEquals(
            Math.max(from, expected[to]), Ascii.behindLastLineFeed(bytes, from, to), "to " + to);
      }
    }
  }

  @Test
  void lineFeedBehindTheRangeIsNotFound() {
    byte[] bytes = bytes("0123456789abcdef\n");
    for (int from = 0; from < 17; from++) {
      assertEquals(-1, Ascii.indexOfLineFeed(bytes, from, 16));
    }
  }

  @Test
  void unsignedNumbersAreWrittenAsTheLibraryWritesThem() {
    Seeds.each(
        200,
        random -> {
          for (int i = 0; i < 100; i++) {
            long number = Seeds.edgyLong(random);
            byte[] target = new byte[24];
            int end = Ascii.putUnsigned(target, 3, number);
            assertEquals(Long.toUnsignedString(number), new String(target, 3, end - 3));
          }
        });
  }

  @Test
  void unsignedNumbersAreRightAtEveryNumberOfDigits() {
    for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
      for (long number = power - 1; number <= power + 1; number++) {
        byte[] target = new byte[24];
        int end = Ascii.putUnsigned(target, 0, number);
        assertEquals(Long.toString(number), new String(target, 0, end));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 99, 100, 123_456_789, 100_000_000, 999_999_999})
  void nineDigitsHaveLeadingZeros(int number) {
    byte[] target = new byte[11];
    assertEquals(10, Ascii.putNineDigits(target, 1, number));
    assertEquals("%09d".formatted(number), new String(target, 1, 9));
  }

  @Test
  void hexadecimalIsWrittenAsTheLibraryWritesIt() {
    Seeds.each(
        200,
        random -> {
          long number = Seeds.edgyLong(random);
          byte[] target = new byte[20];
          int end = Ascii.putHex(target, 2, number);
          assertEquals(Long.toHexString(number), new String(target, 2, end - 2));
        });
  }

  @Test
  void endOfAFieldIsFoundInAnyBytes() {
    Seeds.each(
        20_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(40)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(40));
          }
          int from = random.nextInt(bytes.length + 1);
          int to = random.nextInt(from, bytes.length + 1);
          int expected = from;
          while (expected < to && !Ascii.isSpace(bytes[expected])) {
            expected++;
          }
          assertEquals(expected, Ascii.endOfField(bytes, from, to));
        });
  }

  @Test
  void digitsAreReadAtAnyPlaceAmongAnyBytes() {
    Seeds.each(
        20_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(30)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                (byte) (random.nextInt(12) == 0 ? random.nextInt(256) : random.nextInt(48, 58));
          }
          int from = random.nextInt(bytes.length + 1);
          int to = random.nextInt(from, bytes.length + 1);
          int expected = from;
          while (expected < to && Ascii.isDigit(bytes[expected])) {
            expected++;
          }
          assertEquals(expected, Ascii.endOfDigits(bytes, from, to));
          int digits = Math.min(8, expected - from);
          if (digits > 0) {
            int number = Integer.parseInt(new String(bytes, from, digits, US_ASCII));
            assertEquals(number, Ascii.number(Ascii.word(bytes, from), digits));
          }
        });
  }

  @Test
  void fieldEndsAtTheEndOfTheRangeAtTheLatest() {
    byte[] bytes = bytes("abc def ghi jkl mno pqr");
    for (int from = 0; from <= bytes.length; from++) {
      for (int to = from; to <= bytes.length; to++) {
        int expected = from;
        while (expected < to && bytes[expected] != ' ') {
          expected++;
        }
        assertEquals(expected, Ascii.endOfField(bytes, from, to), from + " to " + to);
      }
    }
  }

  @Test
  void unsignedNumbersAreWrittenUpToTheEndOfTheArray() {
    for (String number : new String[] {"0", "7", "42", "1234567", "12345678", "123456789"}) {
      byte[] target = new byte[2 + number.length()];
      assertEquals(target.length, Ascii.putUnsigned(target, 2, Long.parseLong(number)));
      assertEquals(number, new String(target, 2, number.length(), US_ASCII));
    }
  }
}
