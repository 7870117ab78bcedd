package io.herd.testkit.sim;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One end of a stream of a {@link SimulatedNetwork}. Not thread-safe. */
final class SimulatedConnection implements Connection {

  /**
   * How many bytes are under way, or arrived and not yet taken, at the most: what makes a slow
   * reader felt.
   */
  private static final int WINDOW_BYTES = 1 << 16;

  /** Stands for the end of a stream. */
  private static final byte[] END = {};

  private final Simulation simulation;
  private final SimulatedNetwork network;
  private final SimulatedTransport host;
  private final String remote;
  private @Nullable ConnectionHandler handler;
  private @Nullable SimulatedConnection other;

  private final SimulatedWay out;

  private final ByteQueue outbox = new ByteQueue();

  /** What is not written yet of the outbox since the last write. */
  private int unwritten;

  private int outboxMax = 1 << 20;
  private int underWay;
  private long lastArrival;
  private boolean drainOwed;
  private boolean endOwed;

  /** On the way here, in order. */
  private final Queue<byte[]> coming = new ArrayDeque<>();

  private final ByteQueue inbox = new ByteQueue();
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
    this.out = network.way(host.host(), remote);
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

  /** Both ends break; what is under way is lost, and the other side hears of a reset. */
  void reset() {
    SimulatedConnection peer = other;
    fail(new IOException("connection reset"));
    if (peer != null && !peer.closed) {
      out.arriveAt(out.arrivalOf(0), () -> peer.fail(new IOException("connection reset")));
    }
  }

  /**
   * This end is gone as that of a killed process is: the other side gets what was written and then
   * sees an end, or it sees a reset, as chance will.
   */
  void drop() {
    SimulatedConnection peer = other;
    if (peer != null && !closed && !endOwed && out.endsAsIfClosed()) {
      put(peer, END);
      fail(new IOException("connection reset"));
    } else {
      reset();
    }
  }

  /** This end is gone, and the other one is not told. */
  void vanish() {
    closed = true;
    host.closed(this);
  }

  private void fail(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    host.closed(this);
    coming.clear();
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
    int before = outbox.size();
    if (network.isTampered()) {
      byte[] sent = Arrays.copyOfRange(bytes, offset, offset + length);
      byte[] changed = network.tampered(host.host(), remote, sent);
      outbox.add(changed, 0, changed.length);
    } else {
      outbox.add(bytes, offset, length);
    }
    unwritten += outbox.size() - before;
    host.dirty(this);
    return true;
  }

  /** Puts on the way what the window takes. */
  void flush() {
    SimulatedConnection peer = other;
    if (closed || peer == null) {
      return;
    }
    if (unwritten > 0) {
      tellWritten();
    }
    while (outbox.size() > 0 && underWay < WINDOW_BYTES) {
      int length = Math.min(out.piece(outbox.size()), WINDOW_BYTES - underWay);
      underWay += length;
      put(peer, outbox.take(length));
    }
    if (closing && outbox.size() == 0 && !endOwed) {
      endOwed = true;
      put(peer, END);
      simulation.after(lastArrival - simulation.now(), () -> fail(null));
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

  /** All that was sent since the last write is written now, whatever the window takes of it. */
  private void tellWritten() {
    int from = outbox.end() - unwritten;
    network.listener().onWritten(host.host(), remote, outbox.array(), from, unwritten);
    unwritten = 0;
  }

  /** Puts a piece on the way, to arrive later than everything put there before. */
  private void put(SimulatedConnection peer, byte[] piece) {
    peer.coming.add(piece);
    lastArrival = Math.max(lastArrival, out.arrivalOf(piece.length));
    out.arriveAt(lastArrival, peer::arriveNext);
  }

  private void arriveNext() {
    SimulatedConnection peer = other;
    if (peer != null && !closed && peer.out.losesPiece()) {
      reset();
      peer.fail(new IOException("connection reset"));
    }
    byte[] piece = coming.poll();
    if (piece == null) {
      return;
    }
    if (closed) {
      refuseArrival();
    } else if (piece == END) {
      host.turn(this::arriveEnd);
    } else {
      host.turn(() -> arrive(piece));
    }
  }

  /** What comes for an end that is gone is answered with a reset, if there is a host to do so. */
  private void refuseArrival() {
    SimulatedConnection peer = other;
    if (host.isGone() && peer != null && !peer.closed && network.listener(host.host()) != null) {
      simulation.after(out.delay(), () -> peer.fail(new IOException("connection reset")));
    }
  }

  private void arrive(byte[] piece) {
    if (closed) {
      return;
    }
    network.listener().onArrived(remote, host.host(), piece);
    inbox.add(piece, 0, piece.length);
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
    if (inbox.size() > 0) {
      ByteBuffer in = inbox.view();
      int from = in.position();
      to.onData(this, in);
      int taken = in.position() - from;
      inbox.skip(taken);
      release(taken);
    }
    if (ended && !endTold && readable && !closed && !closing) {
      endTold = true;
      to.onEnd(this, inbox.view());
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
    drop();
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
