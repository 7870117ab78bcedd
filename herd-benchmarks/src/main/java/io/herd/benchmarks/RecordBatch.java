package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.protocol.Ascii;
import java.util.random.RandomGenerator;

/**
 * Records as a neighbour sends them, of several servers by turns, each with sequence numbers
 * without gaps. Not thread-safe.
 */
final class RecordBatch {

  /** No record is longer. */
  private static final int LINE_BYTES_MAX = 128;

  private static final int ID_DIGITS_END = "client00000000".length();

  private final byte[][] starts;
  private final byte[][] incarnations;
  private final byte[] fields =
      "client00000000.example +34.068930-118.445127 1621464827.000000000".getBytes(US_ASCII);
  private final byte[] bytes;
  private long sent;

  RecordBatch(int records, String... servers) {
    bytes = new byte[records * LINE_BYTES_MAX];
    starts = new byte[servers.length][];
    incarnations = new byte[servers.length][];
    for (int i = 0; i < servers.length; i++) {
      starts[i] = ("AT " + servers[i] + " +0.263873386 ").getBytes(US_ASCII);
      incarnations[i] = (" " + Long.toHexString(0x4f1a09b2c7d3e5f1L + i) + " ").getBytes(US_ASCII);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * Writes the next records, each of a random one of so many clients and later than all before.
   *
   * @return how many bytes they have
   */
  int next(int records, int clients, RandomGenerator random) {
    int at = 0;
    for (int i = 0; i < records; i++) {
      int server = (int) (sent % starts.length);
      putDigits(ID_DIGITS_END, 8, random.nextInt(clients));
      putDigits(fields.length, 9, sent % 1_000_000_000);
      putDigits(fields.length - 10, 4, 4827 + sent / 1_000_000_000);
      at = put(starts[server], at);
      at = put(fields, at);
      at = put(incarnations[server], at);
      at = Ascii.putUnsigned(bytes, at, 1 + sent / starts.length);
      bytes[at++] = '\n';
      sent++;
    }
    return at;
  }

  private int put(byte[] field, int at) {
    System.arraycopy(field, 0, bytes, at, field.length);
    return at + field.length;
  }

  private void putDigits(int end, int count, long number) {
    long rest = number;
    for (int at = end - 1; at >= end - count; at--) {
      fields[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
