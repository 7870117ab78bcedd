package io.herd.testkit.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in the order in which they came, taken from the front. Not thread-safe. */
final class ByteQueue {

  private byte[] bytes = {};
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  void add(byte[] source, int offset, int length) {
    if (bytes.length - to < length) {
      makeRoom(length);
    }
    System.arraycopy(source, offset, bytes, to, length);
    to += length;
  }

  private void makeRoom(int length) {
    int size = size();
    byte[] target =
        size + length <= bytes.length / 2 ? bytes : new byte[Math.max(256, 2 * (size + length))];
    System.arraycopy(bytes, from, target, 0, size);
    bytes = target;
    from = 0;
    to = size;
  }

  /** The array that the bytes are in, until the next change. */
  byte[] array() {
    return bytes;
  }

  /** Where they end in the array. */
  int end() {
    return to;
  }

  /** All of it, to be read in place. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, from, size());
  }

  /** Takes so many bytes out. */
  byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(bytes, from, from + length);
    skip(length);
    return taken;
  }

  /** Drops so many bytes. */
  void skip(int length) {
    from += length;
    if (from == to) {
      from = 0;
      to = 0;
    }
  }

  void clear() {
    skip(size());
  }
}
