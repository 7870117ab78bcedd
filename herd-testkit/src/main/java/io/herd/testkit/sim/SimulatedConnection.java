package io.herd.testkit.sim;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One end of a stream of a {@link SimulatedNetwork}. Not thread-safe. */
final class SimulatedConnection implements Connection {

  /**
   * How many bytes are under way, or arrived and not yet taken, at the most: what makes a slow
   * reader felt.
   */
  private static final int WINDOW_BYTES = 1 << 16;

  private final Simulation simulation;
  private final SimulatedNetwork network;
  private final SimulatedTransport host;
  private final String remote;
  private @Nullable ConnectionHandler handler;
  private @Nullable SimulatedConnection other;

  private final ByteArrayOutputStream outbox = new ByteArrayOutputStream();
  private int outboxMax = 1 << 20;
  private int underWay;
  private long lastArrival;
  private boolean drainOwed;
  private boolean endOwed;

  private byte[] inbox = {};
  private boolean readable = true;
  private boolean ended;
  private boolean endTold;
  private boolean openTold;
  private boolean closing;
  private boolean closed;

  SimulatedConnection(
      Simulation simulation,
      SimulatedNetwork network,
      SimulatedTransport host,
      String remote,
      @Nullable ConnectionHandler handler) {
    this.simulation = simulation;
    this.network = network;
    this.host = host;
    this.remote = remote;
    this.handler = handler;
  }

  void join(SimulatedConnection theirs) {
    other = theirs;
    theirs.other = this;
  }

  boolean isBetween(String one, String another) {
    return host.host().equals(one) && remote.equals(another)
        || host.host().equals(another) && remote.equals(one);
  }

  void connected() {
    ConnectionHandler to = handler;
    if (!closed && to != null) {
      openTold = true;
      to.onOpen(this);
      offer();
    }
  }

  void accepted() {
    handler = host.accept(this);
    if (handler == null) {
      reset();
    } else {
      connected();
    }
  }

  void refuse(Throwable cause) {
    if (handler != null) {
      handler.onClose(this, cause);
    }
  }

  /**
   * Both ends break; what is under way is lost, and the other side hears of a reset, or of an end,
   * as chance will.
   */
  void reset() {
    SimulatedConnection peer = other;
    fail(new IOException("connection reset"));
    if (peer != null) {
      boolean asEnd = network.endsAsIfClosed();
      simulation.after(
          network.delay(),
          () -> {
            if (asEnd) {
              peer.host.turn(peer::arriveEnd);
            } else {
              peer.fail(new IOException("connection reset"));
            }
          });
    }
  }

  private void fail(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    host.closed(this);
    simulation.after(0, () -> host.turn(() -> tellClosed(cause)));
  }

  private void tellClosed(@Nullable Throwable cause) {
    if (handler != null) {
      handler.onClose(this, closing ? null : cause);
    }
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    if (closed || closing) {
      return true;
    }
    if (outbox.size() > 0 && outbox.size() + length > outboxMax) {
      drainOwed = true;
      return false;
    }
    outbox.write(bytes, offset, length);
    host.dirty(this);
    return true;
  }

  /** Puts on the way what the window takes. */
  void flush() {
    SimulatedConnection peer = other;
    if (closed || peer == null) {
      return;
    }
    byte[] bytes = outbox.toByteArray();
    int at = 0;
    while (at < bytes.length && underWay < WINDOW_BYTES) {
      int length = Math.min(network.piece(bytes.length - at), WINDOW_BYTES - underWay);
      byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
      underWay += length;
      at += length;
      simulation.after(arrivalDelay(), () -> peer.host.turn(() -> peer.arrive(piece)));
    }
    outbox.reset();
    outbox.write(bytes, at, bytes.length - at);
    if (closing && outbox.size() == 0 && !endOwed) {
      endOwed = true;
      simulation.after(arrivalDelay(), () -> peer.host.turn(peer::arriveEnd));
      simulation.after(arrivalDelay(), () -> fail(null));
    }
    if (drainOwed && outbox.size() <= outboxMax / 2 && !closing) {
      drainOwed = false;
      simulation.after(
          0,
          () ->
              host.turn(
                  () -> {
                    if (!closed && handler != null) {
                      handler.onDrained(this);
                    }
                  }));
    }
  }

  /** Later than everything put on the way before. */
  private long arrivalDelay() {
    lastArrival = Math.max(lastArrival, simulation.now() + network.delay());
    return lastArrival - simulation.now();
  }

  private void arrive(byte[] piece) {
    if (closed) {
      return;
    }
    int before = inbox.length;
    inbox = Arrays.copyOf(inbox, before + piece.length);
    System.arraycopy(piece, 0, inbox, before, piece.length);
    offer();
  }

  private void arriveEnd() {
    ended = true;
    offer();
  }

  private void offer() {
    ConnectionHandler to = handler;
    if (closed || closing || !readable || !openTold || to == null) {
      return;
    }
    if (inbox.length > 0) {
      ByteBuffer in = ByteBuffer.wrap(inbox);
      to.onData(this, in);
      int taken = in.position();
      inbox = Arrays.copyOfRange(inbox, taken, inbox.length);
      release(taken);
    }
    if (ended && !endTold && readable && !closed && !closing) {
      endTold = true;
      to.onEnd(this, ByteBuffer.wrap(inbox));
    }
  }

  private void release(int bytes) {
    SimulatedConnection peer = other;
    if (peer != null && bytes > 0) {
      peer.underWay -= bytes;
      simulation.after(0, peer::flush);
    }
  }

  @Override
  public int unsentBytes() {
    return closed ? 0 : outbox.size();
  }

  @Override
  public void outboxBytesMax(int bytes) {
    outboxMax = bytes;
  }

  @Override
  public void readable(boolean on) {
    if (on && !readable) {
      simulation.after(0, () -> host.turn(this::offer));
    }
    readable = on;
  }

  @Override
  public void close() {
    if (!closing && !closed) {
      closing = true;
      host.dirty(this);
    }
  }

  @Override
  public void abort() {
    closing = true;
    reset();
  }

  @Override
  public SocketAddress remoteAddress() {
    return network.address(remote);
  }

  @Override
  public @Nullable Principal principal() {
    return null;
  }
}
