package io.herd.transport.nio;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One socket. It is its own deferred callback, so that nothing is allocated to put one off, and
 * owns no buffer while it is idle. Loop thread only.
 */
final class NioConnection implements Connection, Selectable, Deferred {

  /** How much is read and dropped after the last answer was sent. */
  private static final long LINGER_BYTES_MAX = 16L << 20;

  private final NioLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final SocketAddress remoteAddress;
  private final Inbox inbox = new Inbox();
  private final Outbox outbox;
  private final Deadline deadline;
  private ConnectionHandler handler;
  private Phase phase;
  private @Nullable Throwable cause;

  private boolean readable = true;
  private boolean reofferDue;
  private boolean ended;
  private boolean dirty;
  private boolean blocked;
  private boolean deferred;
  private long lingerBytes;

  /** A connection in its first phase; one to be made waits for {@link #connect}. */
  NioConnection(
      NioLoop loop,
      SocketChannel channel,
      SocketAddress remoteAddress,
      ConnectionHandler handler,
      Phase phase)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.remoteAddress = remoteAddress;
    this.handler = handler;
    this.phase = phase;
    outbox = new Outbox(loop.chunks());
    deadline = new Deadline(loop);
    channel.configureBlocking(false);
    key = channel.register(loop.selector(), 0, this);
  }

  /** An accepted socket, which waits for {@link #open} or {@link #abort}. */
  static NioConnection accepted(NioLoop loop, SocketChannel channel) throws IOException {
    Sockets.configure(channel);
    return new NioConnection(
        loop, channel, channel.getRemoteAddress(), Refused.HANDLER, Phase.OPENING);
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
    return outbox.size();
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
      phase = Phase.CLOSING;
      inbox.clear();
      updateInterest();
      deadline.set(loop.timeouts().stallNanos(), this::onDeadline);
      flushLater();
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
    return null;
  }

  @Override
  public void onReady(SelectionKey selected) {
    if (!selected.isValid()) {
      return;
    }
    if (phase == Phase.CONNECTING) {
      finishConnect();
      return;
    }
    if (selected.isWritable()) {
      blocked = false;
      flushLater();
    }
    if (selected.isReadable()) {
      read();
    }
  }

  @Override
  public void onLoopEnd() {
    terminate(phase == Phase.CONNECTING ? new IOException("the transport is closed") : null);
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
    } else if (phase == Phase.OPENING) {
      open(handler);
    } else {
      drained();
      reoffer();
    }
  }

  /** The turn's write. Called by the loop after {@link NioLoop#addDirty}. */
  void flush() {
    dirty = false;
    if (phase != Phase.OPEN && phase != Phase.CLOSING) {
      return;
    }
    int written;
    try {
      written = outbox.writeTo(channel, loop.out());
    } catch (IOException e) {
      terminate(e);
      return;
    }
    blocked = !outbox.isEmpty();
    updateInterest();
    if (phase == Phase.OPEN && outbox.isDrained()) {
      defer();
    } else if (phase == Phase.CLOSING && !blocked) {
      linger();
    } else if (phase == Phase.CLOSING && written > 0) {
      deadline.set(loop.timeouts().stallNanos(), this::onDeadline);
    }
  }

  /** Starts to connect; the outcome is told by callbacks later. */
  void connect() {
    try {
      if (channel.connect(remoteAddress)) {
        phase = Phase.OPENING;
        defer();
      } else {
        deadline.set(loop.timeouts().connectNanos(), this::onDeadline);
        updateInterest();
      }
    } catch (IOException | RuntimeException e) {
      terminate(e);
    }
  }

  private void finishConnect() {
    try {
      if (Sockets.finishConnect(channel, remoteAddress)) {
        deadline.cancel();
        phase = Phase.OPENING;
        open(handler);
      }
    } catch (IOException e) {
      terminate(e);
    }
  }

  /** Opens a connection, unless its acceptor has closed it: that is told all the same. */
  void open(ConnectionHandler owner) {
    handler = owner;
    if (phase != Phase.OPENING) {
      return;
    }
    phase = Phase.OPEN;
    updateInterest();
    try {
      handler.onOpen(this);
    } catch (Throwable e) {
      fail("onOpen", e);
    }
  }

  private void read() {
    if (phase != Phase.OPEN) {
      drop();
      return;
    }
    reoffer();
    if (phase != Phase.OPEN || !readable) {
      return;
    }
    ByteBuffer target;
    int length;
    try {
      target = inbox.target(loop.in());
      length = Inbox.read(channel, target);
    } catch (IOException e) {
      terminate(e);
      return;
    }
    if (length > 0) {
      offer(target);
    } else if (length < 0) {
      onEnd();
    }
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
    updateInterest();
    ByteBuffer rest = inbox.left();
    inbox.clear();
    try {
      handler.onEnd(this, rest);
    } catch (Throwable e) {
      fail("onEnd", e);
    }
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

  /** Everything is sent: now it is for the other side to close. */
  private void linger() {
    if (ended) {
      terminate(null);
      return;
    }
    phase = Phase.LINGERING;
    try {
      channel.shutdownOutput();
      deadline.set(loop.timeouts().lingerNanos(), this::onDeadline);
    } catch (IOException e) {
      terminate(null); // the other side is gone already
    }
  }

  private void drop() {
    int length;
    try {
      length = channel.read(loop.in().clear());
    } catch (IOException e) {
      terminate(outbox.isEmpty() ? null : e);
      return;
    }
    if (length < 0) {
      ended = true;
      updateInterest();
    } else if (phase == Phase.LINGERING) {
      lingerBytes += length;
    }
    if (phase == Phase.LINGERING && (ended || lingerBytes > LINGER_BYTES_MAX)) {
      terminate(null);
    }
  }

  /** Closes the socket. With bytes unsent it is reset: a cut stream must not look like a whole. */
  private void terminate(@Nullable Throwable why) {
    if (phase.isOver()) {
      return;
    }
    boolean reset = !outbox.isEmpty();
    phase = Phase.CLOSED;
    cause = why;
    deadline.cancel();
    outbox.clear();
    inbox.clear();
    key.cancel();
    Sockets.close(channel, reset);
    defer();
  }

  private void defer() {
    if (!deferred) {
      deferred = true;
      loop.defer(this);
    }
  }

  /** By the end of the turn, or when the kernel takes more. */
  private void flushLater() {
    if (!dirty && !blocked) {
      dirty = true;
      loop.addDirty(this);
    }
  }

  private void updateInterest() {
    int ops = phase.interest(readable, ended, blocked);
    if (!phase.isOver() && key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  private void onDeadline() {
    terminate(phase.timeout(remoteAddress));
  }
}
