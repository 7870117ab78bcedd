package io.herd.transport.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread's half of a {@link RelayedWire}: reads from the real wire and hands whole buffers
 * to the loop, writes what the loop hands over. It decides nothing: when to close, and what a
 * failure means, is said by the loop. What a read brings is handed over as it is, the beginning of
 * a line at its end too, so that all bytes that wait are with the handler's, where they are
 * counted. Used by the I/O thread only.
 */
final class Relay implements Wire.End, Resident, Dirty {

  private final NioLoop loop;
  private final NioLoop io;
  private final RelayedWire far;
  private final SocketChannel channel;
  private final Passage in = new Passage(1);
  private final Passage out;
  private final Outbox outbox;
  private final Deferred resume = this::goOn;
  private @Nullable Wire wire;

  /** How many bytes are here unwritten, as far as the loop knows. */
  private int unwritten;

  /** The loop will say when to read on. */
  private boolean waiting;

  private boolean ended;
  private boolean blocked;
  private boolean dirty;
  private boolean shutting;
  private boolean closed;

  /** Bytes that the loop has sent on a connection in one turn. */
  record Batch(Relay relay, ByteBuffer bytes) implements Deferred {
    @Override
    public void run() {
      relay.send(bytes);
    }
  }

  /** Bytes for the loop that were read at once. */
  private record Arrival(RelayedWire far, ByteBuffer bytes) implements Runnable {
    @Override
    public void run() {
      far.arrive(bytes);
    }
  }

  Relay(NioLoop loop, NioLoop io, RelayedWire far, SocketChannel channel, Passage out) {
    this.loop = loop;
    this.io = io;
    this.far = far;
    this.channel = channel;
    this.out = out;
    outbox = new Outbox(io.buffers().chunks());
    outbox.bytesMax(Integer.MAX_VALUE);
  }

  /** What is under way to the loop: one buffer at the most. */
  Passage in() {
    return in;
  }

  /** The order to read on. */
  Deferred resume() {
    return resume;
  }

  void wireUp(Wiring wiring) {
    try {
      wire = wiring.wire(this);
      io.add(this);
    } catch (IOException | RuntimeException e) {
      onFailure(e);
    }
  }

  void accept() {
    if (wire != null) {
      wire.accept();
    }
  }

  void connect() {
    if (wire != null) {
      wire.connect();
    }
  }

  /** Half-closes at once, since an order to close may follow; then waits for the end below TLS. */
  void shutdownOutput() {
    shutting = true;
    ended = false;
    flush();
  }

  void close(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    io.remove(this);
    if (wire != null) {
      wire.close(reset || !outbox.isEmpty());
    } else {
      Sockets.close(channel, reset);
    }
    outbox.clear();
  }

  @Override
  public void onLoopEnd() {
    close(false);
  }

  @Override
  public void onOpen() {
    Wire opened = wire();
    loop.tell(() -> far.open(opened.principal()));
    readOn(opened);
  }

  @Override
  public void onFailure(Throwable cause) {
    ended = true;
    loop.tell(() -> far.fail(cause));
  }

  @Override
  public void onReady(int ops) {
    if (closed) {
      return;
    }
    if ((ops & SelectionKey.OP_WRITE) != 0) {
      blocked = false;
      flushLater();
    }
    if ((ops & SelectionKey.OP_READ) != 0) {
      read(wire());
    }
    updateInterest(wire());
  }

  /** The I/O thread's write, at the end of its turn. */
  @Override
  public void flush() {
    dirty = false;
    if (closed) {
      return;
    }
    Wire open = wire();
    try {
      outbox.writeTo(open);
      blocked = !outbox.isEmpty() || open.unwritten() > 0 || shutting && !open.shutdownOutput();
    } catch (IOException e) {
      onFailure(e);
      return;
    }
    int written = unwritten - outbox.size() - open.unwritten();
    unwritten -= written;
    if (written > 0 && out.take(written)) {
      loop.tell(far::onWritten);
    }
    updateInterest(open);
  }

  private void send(ByteBuffer bytes) {
    if (!closed) {
      outbox.offer(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      unwritten += bytes.remaining();
      flushLater();
    }
  }

  private void goOn() {
    if (!closed) {
      waiting = false;
      readOn(wire());
    }
  }

  private void readOn(Wire open) {
    if (open.hasMore()) {
      read(open);
    }
    updateInterest(open);
  }

  /** Reads unless the loop has still to offer what was read last; then it says when to go on. */
  private void read(Wire open) {
    try {
      do {
        waiting = !in.isEmpty();
        if (waiting || ended) {
          return;
        }
        ByteBuffer buffer = io.buffers().in().clear();
        hand(buffer, shutting ? open.skip(buffer) : open.read(buffer));
      } while (open.hasMore() && !shutting);
    } catch (IOException e) {
      onFailure(e);
    }
  }

  private void hand(ByteBuffer buffer, int count) {
    if (count > 0) {
      ByteBuffer bytes = ByteBuffer.allocate(count).put(buffer.flip()).flip();
      in.give(count);
      loop.tell(new Arrival(far, bytes));
    } else if (count < 0) {
      ended = true;
      loop.tell(far::arriveEnd);
    }
  }

  /** Reading stays on while the loop is at the last buffer: mostly it is done before more comes. */
  private void updateInterest(Wire open) {
    int read = waiting || ended ? 0 : SelectionKey.OP_READ;
    open.interest(blocked ? read | SelectionKey.OP_WRITE : read);
  }

  private void flushLater() {
    if (!dirty && !blocked) {
      dirty = true;
      io.addDirty(this);
    }
  }

  private Wire wire() {
    return Objects.requireNonNull(wire, "no wire yet");
  }
}
