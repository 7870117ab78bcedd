package io.herd.examples.wirelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Lines of the log while they are made: bytes that grow. What was on the wire is written so that it
 * stays on one line and can do nothing to a terminal: a backslash is {@code \\}, a line feed {@code
 * \n}, a carriage return {@code \r}, a tab {@code \t}, every other byte that is no part of a
 * printable character in UTF-8 {@code \xHH}. Not thread-safe.
 */
final class LogText {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private byte[] bytes = new byte[64 << 10];
  private int length;

  /** The time that was last appended, and its text with the space behind. */
  private long timeNanos;

  private byte[] timeText = {};
  private long second = Long.MIN_VALUE;
  private byte[] secondText = {};

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Appends a time in UTC with microseconds and a space: {@code 2026-01-31T08:00:00.123456Z }. */
  LogText time(long epochNanos) {
    if (epochNanos != timeNanos || timeText.length == 0) {
      timeNanos = epochNanos;
      timeText = timeText(epochNanos);
    }
    return raw(timeText);
  }

  /** Many lines have one time, so this is not on the way of each. */
  private byte[] timeText(long epochNanos) {
    long now = Math.floorDiv(epochNanos, 1_000_000_000L);
    if (now != second) {
      second = now;
      String text = Instant.ofEpochSecond(now).toString();
      secondText = text.substring(0, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
    }
    byte[] text = Arrays.copyOf(secondText, secondText.length + 9);
    int micros = (int) (Math.floorMod(epochNanos, 1_000_000_000L) / 1_000);
    text[secondText.length] = '.';
    for (int digit = 6; digit >= 1; digit--) {
      text[secondText.length + digit] = (byte) ('0' + micros % 10);
      micros /= 10;
    }
    text[secondText.length + 7] = 'Z';
    text[secondText.length + 8] = ' ';
    return text;
  }

  /** Appends bytes as they are. */
  private LogText raw(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Appends again what was appended before. */
  void again(int from, int count) {
    room(count);
    System.arraycopy(bytes, from, bytes, length, count);
    length += count;
  }

  /** Appends ASCII as it is. */
  LogText ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** Appends a number. */
  LogText number(long number) {
    if (number < 0) {
      return ascii(Long.toString(number));
    }
    room(20);
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    for (int i = digits - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + number % 10);
      number /= 10;
    }
    length += digits;
    return this;
  }

  /** Ends the line. */
  void end() {
    room(1);
    bytes[length++] = '\n';
  }

  /** Appends what was on the wire, escaped. */
  LogText escaped(byte[] text, int offset, int count) {
    room(4 * count);
    int end = offset + count;
    int i = copyPlain(text, offset, end);
    while (i < end) {
      byte b = text[i];
      if (b >= ' ' && b < 0x7f && b != '\\') {
        bytes[length++] = b;
        i++;
      } else if (b >= 0) {
        escape(b);
        i++;
      } else {
        i = character(text, i, end);
      }
      i = copyPlain(text, i, end);
    }
    return this;
  }

  /**
   * Copies eight bytes at a time as long as all of them stay as they are, the last ones with some
   * before them that are copied again.
   */
  private int copyPlain(byte[] text, int from, int end) {
    int last = end - 8;
    int shift = length - from;
    int i = from;
    for (; i <= last; i += 8) {
      long word = (long) LONGS.get(text, i);
      if (!isPlain(word)) {
        length = i + shift;
        return i;
      }
      LONGS.set(bytes, i + shift, word);
    }
    if (from <= last) {
      long word = (long) LONGS.get(text, last);
      if (isPlain(word)) {
        LONGS.set(bytes, last + shift, word);
        i = end;
      }
    }
    length = i + shift;
    return i;
  }

  /**
   * Whether eight bytes are printable ASCII without a backslash. The first byte that is not has its
   * high bit set in one of the three terms: below the space in the first, from 0x7f to 0xfe in the
   * second, 0xff in the first, a backslash in the third. What bytes behind it borrow or carry does
   * not matter then.
   */
  private static boolean isPlain(long word) {
    long special = word - ONES * ' ' | word + ONES | (word ^ ONES * '\\') - ONES;
    return (special & HIGHS) == 0;
  }

  private void escape(byte b) {
    bytes[length++] = '\\';
    switch (b) {
      case '\\' -> bytes[length++] = '\\';
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'x';
        bytes[length++] = HEX[b >> 4 & 15];
        bytes[length++] = HEX[b & 15];
      }
    }
  }

  /** Copies a printable character of several bytes, or escapes its first byte. */
  private int character(byte[] text, int at, int end) {
    int b = text[at] & 0xff;
    int size = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
    if (b < 0xc2 || b > 0xf4 || end - at < size || !printable(text, at, size)) {
      escape(text[at]);
      return at + 1;
    }
    System.arraycopy(text, at, bytes, length, size);
    length += size;
    return at + size;
  }

  private static boolean printable(byte[] text, int at, int size) {
    int point = text[at] & (0xff >> (size + 1));
    for (int i = 1; i < size; i++) {
      if ((text[at + i] & 0xc0) != 0x80) {
        return false;
      }
      point = point << 6 | text[at + i] & 0x3f;
    }
    boolean shortest = point >= (size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000);
    return shortest
        && point <= Character.MAX_CODE_POINT
        && switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
