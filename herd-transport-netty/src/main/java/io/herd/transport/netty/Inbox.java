package io.herd.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a handler has left. They are in a buffer of their own that exists only while there
 * are any; what comes is written behind them, so that single bytes dripping in cost the same each.
 * Loop thread only.
 */
final class Inbox {

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final int FEW_BYTES = 1024;

  private @Nullable ByteBuf left;

  /** The bytes left, or null if there are none. */
  @Nullable ByteBuf left() {
    return left;
  }

  /** A view of the bytes left. */
  ByteBuffer view() {
    ByteBuf bytes = left;
    return bytes == null ? NONE : bytes.nioBuffer();
  }

  /** Keeps a copy of these bytes behind those that are left. */
  void add(ByteBuf bytes) {
    ByteBuf kept = left;
    if (kept == null) {
      kept = ByteBufAllocator.DEFAULT.heapBuffer(bytes.readableBytes());
      left = kept;
    }
    kept.writeBytes(bytes);
  }

  /** Gives back the room of what was taken. */
  void trim() {
    ByteBuf bytes = left;
    if (bytes == null) {
      return;
    }
    if (!bytes.isReadable()) {
      clear();
    } else if (bytes.readableBytes() <= FEW_BYTES && bytes.capacity() > 4 * FEW_BYTES) {
      left = null;
      add(bytes);
      bytes.release();
    } else {
      bytes.discardSomeReadBytes();
    }
  }

  void clear() {
    if (left != null) {
      left.release();
      left = null;
    }
  }
}
