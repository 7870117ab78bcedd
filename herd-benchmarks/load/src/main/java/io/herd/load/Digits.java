package io.herd.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decimal digits, four at a time: a number below 10,000 is written and compared as one int. Buffers
 * have to be in {@link #ORDER}. Immutable.
 */
final class Digits {

  /** How many numbers four digits can say. */
  static final int FOUR = 10_000;

  /** How many numbers eight digits can say. */
  static final int EIGHT = FOUR * FOUR;

  /** The order of bytes in which the ints are to be read as text. */
  static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;

  private static final int[] TEXT = new int[FOUR];

  static {
    for (int i = 0; i < FOUR; i++) {
      TEXT[i] = 0x30303030 + (i / 1_000 << 24) + (i / 100 % 10 << 16) + (i / 10 % 10 << 8) + i % 10;
    }
  }

  private Digits() {}

  /** A number below 10,000 as four digits. */
  static int four(int number) {
    return TEXT[number];
  }

  /** Writes a number below 100,000,000 as eight digits. */
  static void putEight(ByteBuffer target, int at, int number) {
    int high = number / FOUR;
    target.putInt(at, TEXT[high]);
    target.putInt(at + Integer.BYTES, TEXT[number - high * FOUR]);
  }

  /** Whether these eight bytes are this number below 100,000,000. */
  static boolean areEight(ByteBuffer source, int at, int number) {
    int high = number / FOUR;
    return source.getInt(at) == TEXT[high]
        && source.getInt(at + Integer.BYTES) == TEXT[number - high * FOUR];
  }

  /** Writes the last digits of a number into text, with zeros in front. */
  static void put(byte[] target, int at, int count, long number) {
    long rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
