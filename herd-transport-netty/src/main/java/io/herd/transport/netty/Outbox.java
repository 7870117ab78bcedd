package io.herd.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has sent: this turn's bytes in one buffer, how many of all are not written yet,
 * and whether some were refused. Loop thread only, but for {@link #written}.
 */
final class Outbox {

  private static final int BYTES_MAX = 1 << 20;
  private static final int FIRST_BYTES_MIN = 1 << 10;
  private static final int FIRST_BYTES_MAX = 1 << 16;

  private final AtomicInteger unwritten = new AtomicInteger();
  private @Nullable ByteBuf turn;

  /** As long as the turn before needed, so that an even load does not make buffers grow. */
  private int firstBytes = FIRST_BYTES_MIN;

  private volatile int bytesMax = BYTES_MAX;

  /** The longest refused send since the last call of {@link #readmit}, 0 if none was refused. */
  private volatile int refusedBytes;

  int unwritten() {
    return unwritten.get();
  }

  void bytesMax(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("outboxBytesMax is " + bytes + ", must be at least 1");
    }
    bytesMax = bytes;
  }

  /** Takes all, or refuses if there is something unwritten and the sum is too much. */
  boolean offer(byte[] source, int offset, int length) {
    int waiting = unwritten.get();
    if (waiting > 0 && (long) waiting + length > bytesMax) {
      refusedBytes = Math.max(refusedBytes, length);
      return false;
    }
    ByteBuf to = turn;
    if (to == null) {
      to = ByteBufAllocator.DEFAULT.buffer(Math.max(firstBytes, length));
      turn = to;
    }
    to.writeBytes(source, offset, length);
    unwritten.addAndGet(length);
    return true;
  }

  /** What this turn has sent, or null. The caller releases it, and says when it is written. */
  @Nullable ByteBuf take() {
    ByteBuf taken = turn;
    turn = null;
    if (taken != null) {
      firstBytes = Math.min(FIRST_BYTES_MAX, Math.max(FIRST_BYTES_MIN, taken.readableBytes()));
    }
    return taken;
  }

  /**
   * So many bytes are written. Any thread.
   *
   * @return whether {@link #isDrained}
   */
  boolean written(int bytes) {
    unwritten.addAndGet(-bytes);
    return isDrained();
  }

  /**
   * Whether there was a refusal and there is room for as much again. Not before half is written, so
   * that a sender does not go to and fro with every few bytes. Any thread.
   */
  boolean isDrained() {
    int refused = refusedBytes;
    int waiting = unwritten.get();
    return refused != 0
        && (waiting == 0 || (waiting <= bytesMax / 2 && (long) waiting + refused <= bytesMax));
  }

  /** Forgets the refusal; the handler is being told. */
  void readmit() {
    refusedBytes = 0;
  }

  /** Gives up what this turn has sent. */
  void clear() {
    ByteBuf dropped = take();
    if (dropped != null) {
      dropped.release();
    }
  }
}
