package io.herd.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash that two servers audit with: eight bytes a step, mixed by the two halves of a 128-bit
 * product. Its seed is another one in each audit, so that two records whose hashes agree once do
 * not agree again. It is part of the protocol between servers, whatever the store uses for its own
 * table. Immutable.
 */
final class LineHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xBB67AE8584CAA73BL;

  private final long seed;

  LineHash(long seed) {
    this.seed = seed;
  }

  long of(byte[] bytes, int from, int to) {
    long state = seed ^ (to - from) * FIRST;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      state = mix(state ^ (long) LONGS.get(bytes, at), FIRST);
    }
    long last = 0;
    for (; at < to; at++) {
      last = last << 8 | (bytes[at] & 0xff);
    }
    return mix(mix(state ^ last, SECOND), FIRST ^ seed | 1);
  }

  private static long mix(long a, long b) {
    return a * b ^ Math.multiplyHigh(a, b);
  }
}
