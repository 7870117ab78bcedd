package io.herd.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes that lines are made of. */
public final class Ascii {

  /** Reads eight bytes of an array as one little-endian number. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long ZEROS = ONES * '0';
  private static final int EIGHT_DIGITS_END = 100_000_000;
  private static final long NOT_ABOVE_NINE = ONES * (127 - 9);
  private static final long BEHIND_SPACE = ONES * (' ' + 1);

  private Ascii() {}

  /** Whether the byte is white space: space, tab, LF, VT, FF or CR. */
  public static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  /** Whether the byte is one of 0 to 9. */
  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Finds the next line feed, eight bytes at a time.
   *
   * @return its index, or -1 if there is none before {@code to}
   */
  public static int indexOfLineFeed(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long differences = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
      long found = (differences - ONES) & ~differences & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /**
   * Finds the last line feed, from the end: most of what comes ends with one.
   *
   * @return the index behind it, or {@code from} if there is none from there on
   */
  public static int behindLastLineFeed(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /**
   * Finds the next white space, eight bytes at a time.
   *
   * @return its index, or {@code to} if there is none before
   */
  public static int endOfField(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= bytes.length && at < to; at += 8) {
      long word = (long) LONGS.get(bytes, at);
      // marks every byte up to the space, and perhaps others behind the first of these
      long marked = (word - BEHIND_SPACE) & ~word & HIGHS;
      for (; marked != 0; marked &= marked - 1) {
        int found = at + (Long.numberOfTrailingZeros(marked) >>> 3);
        if (found >= to) {
          return to;
        }
        if (isSpace(bytes[found])) {
          return found;
        }
      }
    }
    while (at < to && !isSpace(bytes[at])) {
      at++;
    }
    return Math.min(at, to);
  }

  /** The index of the next byte that is a space or less, or at least the array's length. */
  static int indexUpToSpace(byte[] bytes, int from) {
    int at = from;
    long marked = 0;
    while (at < bytes.length && marked == 0) {
      long word = word(bytes, at);
      marked = (word - BEHIND_SPACE) & ~word & HIGHS;
      at += marked == 0 ? 8 : Long.numberOfTrailingZeros(marked) >>> 3;
    }
    return at;
  }

  /** Whether this ASCII text stands here; the bytes have to be there. */
  static boolean startsWith(byte[] bytes, int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The eight bytes from here on; those behind the end of the array are 0. */
  static long word(byte[] bytes, int at) {
    if (at + 8 <= bytes.length) {
      return (long) LONGS.get(bytes, at);
    }
    return lastWord(bytes, at);
  }

  /** The byte, or 0 behind the end of the array. */
  static byte byteAt(byte[] bytes, int at) {
    return at < bytes.length ? bytes[at] : 0;
  }

  /** The word that a text of at most eight ASCII characters and zeros are. */
  static long wordOf(String text) {
    long word = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      word = word << 8 | text.charAt(i);
    }
    return word;
  }

  private static long lastWord(byte[] bytes, int at) {
    long word = 0;
    for (int i = bytes.length - 1; i >= at; i--) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return word;
  }

  /** With how many digits a word begins. */
  static int leadingDigits(long word) {
    long values = word ^ ZEROS;
    long others = (values | (values & ~HIGHS) + NOT_ABOVE_NINE) & HIGHS;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** The index of the first byte that is no digit, or {@code to}. */
  static int endOfDigits(byte[] bytes, int from, int to) {
    int at = from;
    int count = 8;
    while (count == 8 && at < to) {
      count = leadingDigits(word(bytes, at));
      at += count;
    }
    return Math.min(at, to);
  }

  /**
   * The number that the first digits of a word are.
   *
   * @param digits 1 to 8
   */
  static int number(long word, int digits) {
    // in front of the digits come zeros; then neighbours are put together, three times
    long ones = (word ^ ZEROS) << (8 - digits << 3);
    long tens = (ones * 10 + (ones >>> 8)) & 0x00ff00ff00ff00ffL;
    long hundreds = (tens * 100 + (tens >>> 16)) & 0x0000ffff0000ffffL;
    return (int) (hundreds * 10_000 + (hundreds >>> 32));
  }

  /**
   * Writes an unsigned number in decimal without leading zeros. Up to eight bytes from the offset
   * on may be written, also if the number is shorter.
   *
   * @return the offset behind it
   */
  public static int putUnsigned(byte[] target, int offset, long number) {
    if (number < 0) {
      long quotient = Long.divideUnsigned(number, 10);
      int end = putUnsigned(target, offset, quotient);
      target[end] = (byte) ('0' + (number - quotient * 10));
      return end + 1;
    }
    if (number < EIGHT_DIGITS_END && offset + 8 <= target.length) {
      long word = eightDigits((int) number);
      int zeros = Math.min(Long.numberOfTrailingZeros(word ^ ZEROS) >>> 3, 7);
      LONGS.set(target, offset, word >>> (zeros << 3));
      return offset + 8 - zeros;
    }
    if (number >= EIGHT_DIGITS_END) {
      long high = number / EIGHT_DIGITS_END;
      int at = putUnsigned(target, offset, high);
      LONGS.set(target, at, eightDigits((int) (number - high * EIGHT_DIGITS_END)));
      return at + 8;
    }
    int end = offset + digits(number);
    long rest = number;
    for (int at = end - 1; at >= offset; at--) {
      target[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  /**
   * Writes nine digits, with leading zeros.
   *
   * @param number 0 to 999,999,999
   * @return the offset behind them
   */
  public static int putNineDigits(byte[] target, int offset, int number) {
    int first = number / EIGHT_DIGITS_END;
    target[offset] = (byte) ('0' + first);
    LONGS.set(target, offset + 1, eightDigits(number - first * EIGHT_DIGITS_END));
    return offset + 9;
  }

  /** The text of a number below 100,000,000, with leading zeros, as a word. */
  private static long eightDigits(int number) {
    // lanes of 4 digits are split into lanes of 2 and these into digits, all lanes at a time;
    // a product and a shift stand for each division, exactly for the numbers of a lane
    int high = number / 10_000;
    long fours = high | (long) (number - high * 10_000) << 32;
    long hundreds = (fours * 10_486 >>> 20) & 0x0000007f0000007fL;
    long twos = hundreds | (fours - hundreds * 100) << 16;
    long tens = (twos * 103 >>> 10) & 0x000f000f000f000fL;
    return (tens | (twos - tens * 10) << 8) | ZEROS;
  }

  /**
   * Writes an unsigned number in lower-case hexadecimal without leading zeros.
   *
   * @return the offset behind it
   */
  public static int putHex(byte[] target, int offset, long number) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(number)) >>> 2);
    long rest = number;
    for (int at = offset + digits - 1; at >= offset; at--) {
      int digit = (int) rest & 15;
      target[at] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
      rest >>>= 4;
    }
    return offset + digits;
  }

  private static int digits(long number) {
    int count = 1;
    long power = 10;
    while (count < 19 && number >= power) {
      count++;
      power *= 10;
    }
    return count;
  }
}
