package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * IAMAT lines of one length, in which only the client's number and the time differ, so that a
 * generator spends its time on sending and not on printing. Not thread-safe.
 */
final class ReportBatch {

  private static final byte[] LINE =
      "IAMAT client00000000.example +34.068930-118.445127 1621464827.000000000\n"
          .getBytes(US_ASCII);
  private static final int ID_END = "IAMAT client00000000".length();
  private static final int TIME_END = LINE.length - 1;

  private final byte[] lines;
  private final ByteBuffer buffer;
  private final int depth;

  ReportBatch(int depth) {
    this.depth = depth;
    lines = new byte[depth * LINE.length];
    buffer = ByteBuffer.allocateDirect(lines.length);
    for (int i = 0; i < depth; i++) {
      System.arraycopy(LINE, 0, lines, i * LINE.length, LINE.length);
    }
  }

  /** How many bytes a batch has. */
  int bytes() {
    return lines.length;
  }

  /**
   * The next lines, each of a random one of so many clients and later than all lines before.
   *
   * @param state a random state; advanced by the caller
   * @param firstNanos the nanosecond of the first line
   */
  ByteBuffer next(long state, int clients, long firstNanos) {
    long random = state;
    for (int i = 0; i < depth; i++) {
      random = random * 6364136223846793005L + 1442695040888963407L;
      int client = (int) ((random >>> 33) * clients >>> 31);
      putDigits(i * LINE.length + ID_END, 8, client);
      long nanos = firstNanos + i;
      putDigits(i * LINE.length + TIME_END, 9, nanos % 1_000_000_000);
      putDigits(i * LINE.length + TIME_END - 10, 4, 4827 + nanos / 1_000_000_000);
    }
    buffer.clear();
    buffer.put(lines).flip();
    return buffer;
  }

  private void putDigits(int end, int count, long number) {
    long rest = number;
    for (int at = end - 1; at >= end - count; at--) {
      lines[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
