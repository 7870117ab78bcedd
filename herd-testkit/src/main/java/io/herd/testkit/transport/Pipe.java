package io.herd.testkit.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection in memory: what a socket's buffers are to a real one. It keeps
 * writes apart: a read gives bytes of one write only. Thread-safe.
 */
final class Pipe {

  private static final int CAPACITY_BYTES = 64 * 1024;

  private final ArrayDeque<byte[]> segments = new ArrayDeque<>();
  private int size;
  private boolean ended;
  private boolean reset;
  private boolean deaf;
  private boolean writerWaits;
  private Runnable onReadable = () -> {};
  private Runnable onWritable = () -> {};

  /** Has the reader told, on the writer's thread, that there is something to be read. */
  synchronized void onReadable(Runnable action) {
    onReadable = action;
  }

  /** Has the writer told, on the reader's thread, that there is room after there was too little. */
  synchronized void onWritable(Runnable action) {
    onWritable = action;
  }

  /** Takes as many bytes as there is room for. */
  synchronized int write(byte[] bytes, int offset, int length) throws IOException {
    if (deaf) {
      reset();
    }
    if (reset) {
      throw new IOException("the other side has reset the connection");
    }
    int taken = Math.min(length, CAPACITY_BYTES - size);
    if (taken > 0) {
      segments.add(Arrays.copyOfRange(bytes, offset, offset + taken));
      size += taken;
      changed(onReadable);
    }
    writerWaits = taken < length;
    return taken;
  }

  /** The bytes of one write, or null if there are none now, or no more. */
  synchronized byte @Nullable [] read(int most) throws IOException {
    if (reset) {
      throw new IOException("the other side has reset the connection");
    }
    byte[] segment = segments.poll();
    if (segment == null) {
      return null;
    }
    if (segment.length > most) {
      segments.addFirst(Arrays.copyOfRange(segment, most, segment.length));
      segment = Arrays.copyOf(segment, most);
    }
    size -= segment.length;
    if (writerWaits) {
      writerWaits = false;
      changed(onWritable);
    }
    return segment;
  }

  /** Whether a read would give something, if only the end or a failure. */
  synchronized boolean isReadable() {
    return reset || ended || size > 0;
  }

  synchronized boolean isAtEnd() {
    return ended && size == 0 && !reset;
  }

  /** The writer has finished. */
  synchronized void end() {
    ended = true;
    changed(onReadable);
  }

  /** What is under way is lost, and both ends fail from now on. */
  synchronized void reset() {
    reset = true;
    segments.clear();
    size = 0;
    changed(onReadable);
    changed(onWritable);
  }

  /**
   * The reader is gone: what comes now is answered with a reset.
   *
   * @return whether something was unread, which is a reason for a reset too
   */
  synchronized boolean deafen() {
    deaf = true;
    return size > 0;
  }

  /** Waits until a read would give something, or there is room to write; for blocking peers. */
  synchronized void await(boolean toRead, long patienceMillis) throws IOException {
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    while (toRead ? !isReadable() : !reset && !deaf && size >= CAPACITY_BYTES) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new SocketTimeoutException("nothing has come for " + patienceMillis + " ms");
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }

  private void changed(Runnable listener) {
    notifyAll();
    listener.run();
  }
}
