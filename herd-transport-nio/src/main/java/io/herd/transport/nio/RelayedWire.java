package io.herd.transport.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A wire whose socket is served by an I/O thread: the loop's half. Its other half is a {@link
 * Relay}; they send each other tasks. What was read comes in whole buffers, one at a time: the next
 * one is read when all of this one was offered and the handler still wants input, so that no bytes
 * pile up where nobody counts them. Loop thread only.
 */
final class RelayedWire implements Wire {

  private static final int READ_BYTES_MIN = 4096;

  /** How many bytes may be with the I/O thread unwritten. */
  private static final int UNWRITTEN_BYTES_MAX = 64 * 1024;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final End end;
  private final NioLoop io;
  private final Relay relay;
  private final Passage out = new Passage(UNWRITTEN_BYTES_MAX);
  private ByteBuffer arrived = NONE;
  private boolean ended;
  private boolean closed;
  private @Nullable Principal principal;

  /**
   * The wire of a socket.
   *
   * @param wiring makes the wire on the I/O thread
   */
  RelayedWire(NioLoop loop, NioLoop io, SocketChannel channel, Wiring wiring, End end) {
    this.end = end;
    this.io = io;
    relay = new Relay(loop, io, this, channel, out);
    order(() -> relay.wireUp(wiring));
  }

  @Override
  public void accept() {
    order(relay::accept);
  }

  @Override
  public void connect() {
    order(relay::connect);
  }

  /** The relay's wire is open. */
  void open(@Nullable Principal who) {
    if (!closed) {
      principal = who;
      end.onOpen();
    }
  }

  /** The relay has read these bytes. */
  void arrive(ByteBuffer bytes) {
    if (!closed) {
      arrived = bytes;
      end.onReady(SelectionKey.OP_READ);
    }
  }

  /** The relay has found the end. */
  void arriveEnd() {
    if (!closed) {
      ended = true;
      end.onReady(SelectionKey.OP_READ);
    }
  }

  /** The relay has written. */
  void onWritten() {
    if (!closed) {
      end.onReady(SelectionKey.OP_WRITE);
    }
  }

  /** The relay's wire has failed. */
  void fail(Throwable cause) {
    if (!closed) {
      end.onFailure(cause);
    }
  }

  @Override
  public void interest(int ops) {
    int count = arrived.capacity();
    if (count > 0 && !arrived.hasRemaining() && (ops & SelectionKey.OP_READ) != 0) {
      arrived = NONE;
      if (relay.in().take(count)) {
        order(relay.resume());
      }
    }
  }

  @Override
  public int readBytesMin() {
    return READ_BYTES_MIN;
  }

  @Override
  public int read(ByteBuffer target) {
    if (!arrived.hasRemaining()) {
      return ended ? -1 : 0;
    }
    int count = Math.min(arrived.remaining(), target.remaining());
    target.put(target.position(), arrived, arrived.position(), count);
    target.position(target.position() + count);
    arrived.position(arrived.position() + count);
    return count;
  }

  @Override
  public boolean hasMore() {
    return arrived.hasRemaining() || ended;
  }

  @Override
  public int skip(ByteBuffer scratch) {
    return read(scratch);
  }

  @Override
  public int write(byte[] bytes, int offset, int length) {
    int taken = out.room(length);
    if (taken > 0) {
      out.give(taken);
      ByteBuffer copy = ByteBuffer.allocate(taken).put(bytes, offset, taken).flip();
      order(new Relay.Batch(relay, copy));
    }
    return taken;
  }

  @Override
  public int unwritten() {
    return out.bytes();
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    if (!out.isEmpty()) {
      return false;
    }
    order(relay::shutdownOutput);
    return true;
  }

  @Override
  public void close(boolean reset) {
    closed = true;
    order(() -> relay.close(reset));
  }

  @Override
  public @Nullable Principal principal() {
    return principal;
  }

  private void order(Deferred order) {
    io.execute(order);
  }
}
