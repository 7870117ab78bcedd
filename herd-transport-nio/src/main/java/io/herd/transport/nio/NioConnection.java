package io.herd.transport.nio;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.Principal;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection as its handler sees it: what may be told when, bytes left, bytes unsent, and how
 * it ends. The bytes themselves come and go over a {@link Wire}. It is its own deferred callback,
 * so that nothing is allocated to put one off, and owns no buffer while it is idle. Loop thread
 * only.
 */
final class NioConnection implements Connection, Wire.End, Resident, Deferred, Dirty {

  /** How much is read and dropped after the last answer was sent. */
  private static final long LINGER_BYTES_MAX = 16L << 20;

  private final NioLoop loop;
  private final Wire wire;
  private final SocketAddress remoteAddress;
  private final Inbox inbox = new Inbox();
  private final Outbox outbox;
  private final Deadline deadline;
  private ConnectionHandler handler = Refused.HANDLER;
  private Phase phase = Phase.OPENING;
  private @Nullable Throwable cause;

  private boolean readable = true;
  private boolean reofferDue;
  private boolean ended;
  private boolean dirty;
  private boolean blocked;
  private boolean deferred;
  private long lingerBytes;

  /** A connection that waits for {@link #accept}, {@link #connect} or {@link #abort}. */
  NioConnection(NioLoop loop, SocketAddress remoteAddress, Wiring wiring) throws IOException {
    this.loop = loop;
    this.remoteAddress = remoteAddress;
    outbox = new Outbox(loop.buffers().chunks());
    deadline = new Deadline(loop);
    wire = wiring.wire(this);
    loop.add(this);
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    assert loop.inLoop();
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (phase == Phase.OPENING) {
      throw new IllegalStateException("send is called before onOpen");
    }
    if (phase != Phase.OPEN || length == 0) {
      return true;
    }
    boolean taken = outbox.offer(bytes, offset, length);
    if (taken) {
      flushLater();
    }
    return taken;
  }

  @Override
  public int unsentBytes() {
    return phase.isOver() ? 0 : outbox.size() + wire.unwritten();
  }

  @Override
  public void outboxBytesMax(int bytes) {
    assert loop.inLoop();
    outbox.bytesMax(bytes);
    defer(); // more may mean room
  }

  @Override
  public void readable(boolean on) {
    assert loop.inLoop();
    if (on == readable) {
      return;
    }
    readable = on;
    reofferDue = on; // inside of onData it is not known yet whether bytes are left
    if (on) {
      defer();
    }
    updateInterest();
  }

  @Override
  public void close() {
    assert loop.inLoop();
    if (phase == Phase.OPENING) {
      terminate(null);
    } else if (phase == Phase.OPEN) {
      finish();
    }
  }

  @Override
  public void abort() {
    assert loop.inLoop();
    terminate(null);
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public @Nullable Principal principal() {
    return wire.principal();
  }

  @Override
  public void onLoopEnd() {
    terminate(phase == Phase.OPENING ? new IOException("the transport is closed") : null);
  }

  /** What was put off: one of the callbacks that are not made inside of calls of the handler. */
  @Override
  public void run() {
    deferred = false;
    if (phase == Phase.CLOSED) {
      phase = Phase.GONE;
      try {
        handler.onClose(this, cause);
      } catch (Throwable e) {
        loop.logFailure("onClose", e);
      }
      return;
    }
    drained();
    reoffer();
    if (wire.hasMore()) {
      read();
    }
  }

  /** A write, if one is due. */
  @Override
  public void flush() {
    boolean due = dirty;
    dirty = false;
    if (!due || phase != Phase.OPEN && phase != Phase.CLOSING) {
      return;
    }
    try {
      outbox.writeTo(wire);
    } catch (IOException e) {
      terminate(e);
      return;
    }
    blocked = !outbox.isEmpty();
    if (phase == Phase.CLOSING) {
      deadline.set(loop.timeouts().stallNanos(), this::onDeadline);
      shut();
    } else if (outbox.isDrained()) {
      defer();
    }
    updateInterest();
  }

  /** Starts to connect; the outcome is told by callbacks later. */
  void connect(ConnectionHandler owner) {
    handler = owner;
    wire.connect();
  }

  /** Takes up an accepted connection, unless its acceptor has closed it: that is told too. */
  void accept(ConnectionHandler owner) {
    handler = owner;
    if (phase == Phase.OPENING) {
      wire.accept();
    }
  }

  @Override
  public void onOpen() {
    phase = Phase.OPEN;
    updateInterest();
    try {
      handler.onOpen(this);
    } catch (Throwable e) {
      fail("onOpen", e);
    }
    readOn();
  }

  @Override
  public void onReady(int ops) {
    if ((ops & SelectionKey.OP_WRITE) != 0) {
      blocked = false;
      flushLater();
    }
    if ((ops & SelectionKey.OP_READ) != 0) {
      read();
    }
  }

  @Override
  public void onFailure(Throwable why) {
    if (phase == Phase.CLOSING || phase == Phase.LINGERING) {
      terminate(unsentBytes() == 0 ? null : why);
    } else if (phase.isOver() || !(why instanceof SSLException)) {
      terminate(why);
    } else {
      cause = why;
      outbox.clear();
      blocked = false;
      finish();
    }
  }

  private void read() {
    if (phase != Phase.OPEN) {
      drop();
      return;
    }
    reoffer();
    if (phase != Phase.OPEN || !readable || ended) {
      return;
    }
    ByteBuffer target;
    int length;
    try {
      target = inbox.target(loop.buffers().in(), wire.readBytesMin());
      length = Inbox.read(wire, target);
    } catch (IOException e) {
      onFailure(e);
      return;
    }
    if (length > 0) {
      offer(target);
      if (dirty) {
        loop.noteUnsent(outbox.size());
      }
    } else if (length < 0) {
      onEnd();
    }
    readOn();
  }

  private void offer(ByteBuffer in) {
    int end = in.limit();
    try {
      handler.onData(this, in);
      if (phase == Phase.OPEN) {
        inbox.keep(in.limit(end));
      }
    } catch (Throwable e) {
      fail("onData", e);
    }
  }

  private void onEnd() {
    ended = true;
    ByteBuffer rest = inbox.left();
    inbox.clear();
    try {
      handler.onEnd(this, rest);
    } catch (Throwable e) {
      fail("onEnd", e);
    }
  }

  /** After a read: the wire may have more of which it does not tell, or wait to be asked. */
  private void readOn() {
    if (phase == Phase.OPEN && wire.hasMore()) {
      defer();
    }
    updateInterest();
  }

  private void reoffer() {
    if (reofferDue && phase == Phase.OPEN) {
      reofferDue = false;
      if (!inbox.isEmpty()) {
        offer(inbox.left());
      }
    }
  }

  private void drained() {
    if (phase != Phase.OPEN || !outbox.isDrained()) {
      return;
    }
    outbox.readmit();
    try {
      handler.onDrained(this);
    } catch (Throwable e) {
      fail("onDrained", e);
    }
  }

  private void fail(String where, Throwable e) {
    loop.logFailure(where, e);
    terminate(e);
  }

  /** Closes after what was sent is written. */
  private void finish() {
    phase = Phase.CLOSING;
    inbox.clear();
    updateInterest();
    deadline.set(loop.timeouts().stallNanos(), this::onDeadline);
    flushLater();
  }

  /** Half-closes once everything is sent; then it is for the other side to close. */
  private void shut() {
    try {
      blocked = blocked || !wire.shutdownOutput();
    } catch (IOException e) {
      onFailure(e); // the other side is gone already
      return;
    }
    if (!blocked && ended) {
      terminate(null);
    } else if (!blocked) {
      phase = Phase.LINGERING;
      deadline.set(loop.timeouts().lingerNanos(), this::onDeadline);
    }
  }

  private void drop() {
    if (phase != Phase.CLOSING && phase != Phase.LINGERING) {
      return;
    }
    int length;
    try {
      length = wire.skip(loop.buffers().in().clear());
    } catch (IOException e) {
      onFailure(e);
      return;
    }
    if (length < 0) {
      ended = true;
    } else if (phase == Phase.LINGERING) {
      lingerBytes += length;
    }
    updateInterest();
    if (phase == Phase.LINGERING && (ended || lingerBytes > LINGER_BYTES_MAX)) {
      terminate(null);
    }
  }

  /** Closes the socket. With bytes unsent it is reset: a cut stream must not look like a whole. */
  private void terminate(@Nullable Throwable why) {
    if (phase.isOver()) {
      return;
    }
    phase = Phase.CLOSED;
    if (cause == null) {
      cause = why;
    }
    deadline.cancel();
    wire.close(!outbox.isEmpty());
    outbox.clear();
    inbox.clear();
    loop.remove(this);
    defer();
  }

  private void defer() {
    if (!deferred) {
      deferred = true;
      loop.defer(this);
    }
  }

  /** By the end of the turn, or when the wire takes more. */
  private void flushLater() {
    if (!dirty && !blocked) {
      dirty = true;
      loop.addDirty(this);
    }
  }

  private void updateInterest() {
    if (!phase.isOver()) {
      wire.interest(phase.interest(readable, ended, blocked));
    }
  }

  private void onDeadline() {
    terminate(phase.timeout(remoteAddress));
  }
}
