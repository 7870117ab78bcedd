package io.herd.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of client ids: eight bytes a step, the last ones some of them again, mixed by the two
 * halves of a 128-bit product. Its seed is the node's own, so that nobody outside can choose ids
 * that collide. Immutable.
 */
final class IdHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Two odd numbers with as many ones as zeros: the fractions of the golden ratio and of the root
   * of 3.
   */
  private static final long FIRST = 0x9E3779B97F4A7C15L;

  private static final long SECOND = 0xBB67AE8584CAA73BL;

  private final long seed;

  IdHash(long seed) {
    this.seed = seed;
  }

  int of(byte[] bytes, int from, int to) {
    int length = to - from;
    long state = seed ^ length * FIRST;
    int at = from;
    for (; at + 8 < to; at += 8) {
      state = mix(state ^ (long) LONGS.get(bytes, at), FIRST);
    }
    long last = length >= 8 ? (long) LONGS.get(bytes, to - 8) : shortWord(bytes, from, to);
    state = mix(state ^ last, SECOND ^ seed);
    return (int) (state ^ state >>> 32);
  }

  private static long shortWord(byte[] bytes, int from, int to) {
    long word = 0;
    for (int at = from; at < to; at++) {
      word = word << 8 | (bytes[at] & 0xff);
    }
    return word;
  }

  private static long mix(long a, long b) {
    return a * b ^ Math.multiplyHigh(a, b);
  }
}
