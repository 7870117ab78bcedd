package io.herd.transport.nio;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a connection that are not yet written, in one array that exists only while there are
 * any, and whether some were refused. Loop thread only.
 */
final class Outbox {

  private static final byte[] NONE = {};
  private static final int BYTES_MAX = 1 << 20;
  private static final int WRITTEN_A_TURN_MAX = 1 << 20;
  private static final int SHRUNK_BYTES_MIN = 64 * 1024;

  /** Where bytes go to. */
  @FunctionalInterface
  interface Sink {

    /** Takes as many bytes as it can, and says how many. */
    int write(byte[] bytes, int offset, int length) throws IOException;
  }

  private final ChunkPool chunks;
  private byte[] bytes = NONE;
  private int start;
  private int end;
  private int bytesMax = BYTES_MAX;

  /** The longest refused send since the last call of {@link #readmit}, 0 if none was refused. */
  private int refusedBytes;

  Outbox(ChunkPool chunks) {
    this.chunks = chunks;
  }

  boolean isEmpty() {
    return start == end;
  }

  int size() {
    return end - start;
  }

  void bytesMax(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("outboxBytesMax is " + bytes + ", must be at least 1");
    }
    bytesMax = bytes;
  }

  /** Takes all, or refuses if there is something unsent and the sum is too much. */
  boolean offer(byte[] source, int offset, int length) {
    if (!isEmpty() && (long) size() + length > bytesMax) {
      refusedBytes = Math.max(refusedBytes, length);
      return false;
    }
    append(source, offset, length);
    return true;
  }

  /**
   * Whether there was a refusal and there is room for as much again. Not before half is written, so
   * that a sender does not go to and fro with every few bytes.
   */
  boolean isDrained() {
    return refusedBytes != 0
        && (isEmpty() || (size() <= bytesMax / 2 && (long) size() + refusedBytes <= bytesMax));
  }

  /** Forgets the refusal; the handler is being told. */
  void readmit() {
    refusedBytes = 0;
  }

  private void append(byte[] source, int offset, int length) {
    if (bytes.length - end < length) {
      makeRoom(length);
    }
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
  }

  /**
   * Writes until the sink takes no more, or a turn's share is written: a fast reader must not hold
   * up the others.
   *
   * @return how many bytes were taken
   */
  int writeTo(Sink sink) throws IOException {
    int written = sink.write(bytes, start, Math.min(end - start, WRITTEN_A_TURN_MAX));
    start += written;
    shrink();
    return written;
  }

  void clear() {
    chunks.give(bytes);
    bytes = NONE;
    start = 0;
    end = 0;
  }

  private void makeRoom(int length) {
    int size = size();
    byte[] target = bytes;
    if (size == 0) {
      target = chunks.take(length);
    } else if (start < size || bytes.length - size < length) {
      long doubled = Math.max(2L * bytes.length, (long) size + length);
      target = new byte[(int) Math.min(doubled, Math.max(Integer.MAX_VALUE - 8, size + length))];
    }
    System.arraycopy(bytes, start, target, 0, size);
    if (target != bytes) {
      chunks.give(bytes);
      bytes = target;
    }
    start = 0;
    end = size;
  }

  private void shrink() {
    int size = size();
    if (size == 0) {
      clear();
    } else if (bytes.length >= SHRUNK_BYTES_MIN && size < bytes.length / 4) {
      byte[] large = bytes;
      bytes = Arrays.copyOfRange(large, start, end);
      chunks.give(large);
      start = 0;
      end = size;
    }
  }
}
