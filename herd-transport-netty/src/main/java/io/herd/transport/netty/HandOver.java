package io.herd.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is read on an I/O thread and hands it to the node's loop in whole buffers: up to the
 * last line feed while more is being read, and all of it, an unfinished line too, as soon as
 * nothing more can be read. So the loop finds few lines in two pieces, no handler waits for a line
 * feed that never comes, and the node knows of every byte that a client has sent. I/O thread only,
 * but for {@link #delivered}.
 */
final class HandOver {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** How much may be on its way to the handler before reading pauses. */
  private static final int UNDELIVERED_BYTES_MAX = 4 * BUFFER_BYTES;

  private final Consumer<ByteBuf> loopSide;
  private final AtomicInteger undelivered = new AtomicInteger();
  private @Nullable ByteBuf gathered;

  /**
   * A way to the loop.
   *
   * @param loopSide takes a buffer, and releases it
   */
  HandOver(Consumer<ByteBuf> loopSide) {
    this.loopSide = loopSide;
  }

  /** Takes the bytes, and hands over lines if there are many. */
  void add(ByteBuf bytes) {
    ByteBuf to = gathered;
    if (to == null) {
      to = ByteBufAllocator.DEFAULT.heapBuffer(bytes.readableBytes());
      gathered = to;
    }
    to.writeBytes(bytes);
    if (to.readableBytes() >= BUFFER_BYTES) {
      handOverLines(to);
    }
  }

  private void handOverLines(ByteBuf bytes) {
    int lastLineFeed = bytes.indexOf(bytes.writerIndex(), bytes.readerIndex(), (byte) '\n');
    int rest = lastLineFeed < 0 ? 0 : bytes.writerIndex() - lastLineFeed - 1;
    if (rest > 0) {
      gathered =
          ByteBufAllocator.DEFAULT.heapBuffer(rest).writeBytes(bytes, lastLineFeed + 1, rest);
      bytes.writerIndex(lastLineFeed + 1);
    } else {
      gathered = null;
    }
    handOver(bytes);
  }

  /** Hands over all that is there. */
  void complete() {
    ByteBuf bytes = gathered;
    gathered = null;
    if (bytes != null) {
      handOver(bytes);
    }
  }

  private void handOver(ByteBuf bytes) {
    undelivered.addAndGet(bytes.readableBytes());
    loopSide.accept(bytes);
  }

  /** Whether so much is on its way that no more should be read. */
  boolean isFull() {
    return undelivered.get() >= UNDELIVERED_BYTES_MAX;
  }

  /**
   * So many bytes have reached the handler. Any thread.
   *
   * @return whether it was full and is no longer
   */
  boolean delivered(int bytes) {
    int before = undelivered.getAndAdd(-bytes);
    return before >= UNDELIVERED_BYTES_MAX && before - bytes < UNDELIVERED_BYTES_MAX;
  }

  void clear() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
