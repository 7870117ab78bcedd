package io.herd.examples.unix;

import java.nio.ByteBuffer;

/** Bytes that wait, in an array that is there only while there are any. Loop thread only. */
final class ByteQueue {

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int start;
  private int end;

  int size() {
    return end - start;
  }

  void add(byte[] source, int offset, int length) {
    makeRoom(length);
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
  }

  void add(ByteBuffer source) {
    int length = source.remaining();
    makeRoom(length);
    source.get(bytes, end, length);
    end += length;
  }

  /** The first bytes, as many as there are up to this number; not copied. */
  ByteBuffer first(int most) {
    return ByteBuffer.wrap(bytes, start, Math.min(most, size()));
  }

  void remove(int length) {
    start += length;
    if (start == end) {
      clear();
    }
  }

  void clear() {
    bytes = NONE;
    start = 0;
    end = 0;
  }

  /** Moves the bytes only when half of the array is free, so each is moved a few times at most. */
  private void makeRoom(int length) {
    if (bytes.length - end >= length) {
      return;
    }
    int size = size();
    if (start >= size && bytes.length - size >= length) {
      System.arraycopy(bytes, start, bytes, 0, size);
    } else {
      long doubled = Math.max(2L * size, (long) size + length);
      byte[] larger = new byte[(int) Math.min(doubled, Math.max(Integer.MAX_VALUE - 8, length))];
      System.arraycopy(bytes, start, larger, 0, size);
      bytes = larger;
    }
    start = 0;
    end = size;
  }
}
