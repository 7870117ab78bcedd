package io.herd.transport.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a handler has left, and the reading behind them. Few bytes are copied to the front
 * of the loop's buffer before each read, so that a read can be long; many stay where they are and
 * reads go behind them, so that single bytes dripping in cost the same each. Loop thread only.
 */
final class Inbox {

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final int FEW_BYTES = 1024;
  private static final int LEFT_BYTES_MIN = 64;
  private static final int LEFT_BYTES_MAX = 1 << 29;

  /** Where bytes come from. */
  @FunctionalInterface
  interface Source {

    /**
     * Reads bytes between position and limit.
     *
     * @return how many, -1 at the end
     */
    int read(ByteBuffer target) throws IOException;
  }

  /** The bytes left, between position and limit, or null if there are none. */
  private @Nullable ByteBuffer left;

  boolean isEmpty() {
    return left == null;
  }

  /** The bytes left. */
  ByteBuffer left() {
    ByteBuffer bytes = left;
    return bytes == null ? NONE : bytes;
  }

  void clear() {
    left = null;
  }

  /**
   * Reads once, and has the bytes left and the bytes read between position and limit of the buffer
   * that {@link #target} gave.
   *
   * @return how many bytes were read, -1 at the end
   */
  static int read(Source source, ByteBuffer target) throws IOException {
    int start = target.position();
    target.position(target.limit()).limit(target.capacity());
    try {
      return source.read(target);
    } finally {
      target.limit(target.position()).position(start);
    }
  }

  /**
   * The buffer for the next read: what is left is between its position and limit, and room behind.
   *
   * @param shared the loop's buffer, used if few bytes are left
   * @param roomMin how much room there has to be
   */
  ByteBuffer target(ByteBuffer shared, int roomMin) throws IOException {
    ByteBuffer bytes = left;
    if (bytes == null) {
      return shared.position(0).limit(0);
    }
    if (bytes.remaining() <= FEW_BYTES) {
      shared.clear().put(0, bytes, bytes.position(), bytes.remaining());
      return shared.limit(bytes.remaining());
    }
    bytes = withRoom(bytes, roomMin);
    left = bytes;
    return bytes;
  }

  /** Keeps what the handler has left between position and limit of the buffer it was offered. */
  @SuppressWarnings("ReferenceEquality") // the question is whose buffer it is, not what is in it
  void keep(ByteBuffer offered) {
    int length = offered.remaining();
    if (length == 0) {
      left = null;
    } else if (offered != left) {
      left = copy(offered, left);
    } else if (length <= FEW_BYTES && offered.capacity() > 4 * FEW_BYTES) {
      left = copy(offered, null);
    }
  }

  private static ByteBuffer copy(ByteBuffer source, @Nullable ByteBuffer old) {
    int length = source.remaining();
    ByteBuffer target =
        old != null && old.capacity() >= length
            ? old.clear()
            : ByteBuffer.allocate(Math.max(LEFT_BYTES_MIN, Integer.highestOneBit(length) * 2));
    return target.put(source).flip();
  }

  /** The same bytes with room behind them, moved only when that pays for itself. */
  private static ByteBuffer withRoom(ByteBuffer bytes, int roomMin) throws IOException {
    int length = bytes.remaining();
    if (bytes.capacity() - bytes.limit() >= roomMin) {
      return bytes;
    }
    if (bytes.position() >= length && bytes.capacity() - length >= roomMin) {
      return bytes.compact().flip();
    }
    if (length > LEFT_BYTES_MAX) {
      throw new IOException("the handler has left " + length + " bytes");
    }
    return ByteBuffer.allocate(2 * length + roomMin).put(bytes).flip();
  }
}
