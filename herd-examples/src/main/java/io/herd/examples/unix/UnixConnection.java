package io.herd.examples.unix;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Loop;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. What the handler leaves is kept in one buffer, what it sends in another; both are
 * there only while there is something in them. Loop thread only.
 */
final class UnixConnection implements Connection, UnixLoop.Selected {

  private static final Logger LOG = LoggerFactory.getLogger(UnixConnection.class);

  /** How long a peer may take nothing of what a closing connection has to write. */
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long a peer may take to close after this side has. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int WRITE_BYTES = 128 * 1024;
  private static final int WRITTEN_A_TURN_MAX = 1 << 20;

  private enum Phase {
    OPENING,
    OPEN,
    /** Closed by the handler; the outbox is still to be written. */
    CLOSING,
    /** All is written, and the output shut; the other side is to close too. */
    LINGERING,
    CLOSED
  }

  private final UnixLoop loop;
  private final SocketAddress remoteAddress;
  private final ByteQueue left = new ByteQueue();
  private final ByteQueue outbox = new ByteQueue();
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable ConnectionHandler handler;
  private Phase phase = Phase.OPENING;
  private boolean readable = true;
  private boolean reofferDue;
  private boolean ended;
  private boolean flushDue;
  private int outboxBytesMax = 1 << 20;
  private int refusedBytes;
  private Loop.@Nullable Timer deadline;

  UnixConnection(UnixLoop loop, SocketAddress remoteAddress) {
    this.loop = loop;
    this.remoteAddress = remoteAddress;
  }

  /** The socket, which is this connection's from here on. */
  void use(SocketChannel socket) throws IOException {
    channel = socket;
    socket.configureBlocking(false);
  }

  /** Begins, unless the acceptor has closed it: that is told all the same. */
  void open(ConnectionHandler owner) {
    handler = owner;
    if (phase == Phase.CLOSED) {
      return;
    }
    if (loop.isStopping()) {
      terminate(new IOException("the transport is closed"));
      return;
    }
    try {
      key = socket().register(loop.selector(), SelectionKey.OP_READ, this);
    } catch (IOException e) {
      terminate(e);
      return;
    }
    phase = Phase.OPEN;
    call(() -> owner.onOpen(this));
  }

  /** There is no connection. */
  void fail(ConnectionHandler owner, Throwable cause) {
    handler = owner;
    terminate(cause);
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (phase == Phase.OPENING) {
      throw new IllegalStateException("send is called before onOpen");
    }
    if (phase != Phase.OPEN || length == 0) {
      return true;
    }
    if (outbox.size() > 0 && (long) outbox.size() + length > outboxBytesMax) {
      refusedBytes = Math.max(refusedBytes, length);
      return false;
    }
    outbox.add(bytes, offset, length);
    flushLater();
    return true;
  }

  @Override
  public void outboxBytesMax(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("outboxBytesMax is " + bytes + ", must be at least 1");
    }
    outboxBytesMax = bytes;
    loop.defer(this::drained); // more may mean room
  }

  @Override
  public int unsentBytes() {
    return outbox.size();
  }

  @Override
  public void readable(boolean on) {
    if (on == readable) {
      return;
    }
    readable = on;
    reofferDue = on; // in the middle of onData nobody knows yet whether something will be left
    if (on) {
      loop.defer(this::reoffer);
    }
    updateInterest();
  }

  @Override
  public void close() {
    if (phase == Phase.OPENING) {
      terminate(null);
    } else if (phase == Phase.OPEN) {
      phase = Phase.CLOSING;
      left.clear();
      updateInterest();
      deadline(STALL_NANOS);
      flushLater();
    }
  }

  /** The kernel has no reset for such sockets: the other side sees an end. */
  @Override
  public void abort() {
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
  public void onReady(SelectionKey ready) {
    if (ready.isWritable()) {
      flush();
    }
    if (ready.isValid() && ready.isReadable()) {
      read();
    }
  }

  @Override
  public void onLoopEnd() {
    terminate(null);
  }

  private void read() {
    reoffer();
    boolean wanted = phase != Phase.OPEN || readable;
    if (phase == Phase.CLOSED || ended || !wanted) {
      return;
    }
    ByteBuffer in = loop.buffer();
    try {
      int count = socket().read(in);
      if (count < 0) {
        onEnd();
      } else if (phase == Phase.OPEN) {
        offer(in.flip());
      } // a connection that is closing drops what comes
    } catch (IOException e) {
      terminate(phase == Phase.LINGERING ? null : e);
    }
  }

  /** Lends the handler the buffer just read, or what was left before with the new bytes behind. */
  private void offer(ByteBuffer in) {
    if (left.size() > 0) {
      left.add(in);
      offerLeft();
      return;
    }
    call(() -> owner().onData(this, in));
    if (phase == Phase.OPEN && in.hasRemaining()) {
      left.add(in);
    }
  }

  private void offerLeft() {
    ByteBuffer in = left.first(left.size());
    int before = in.remaining();
    call(() -> owner().onData(this, in));
    if (phase == Phase.OPEN) {
      left.remove(before - in.remaining());
    }
  }

  private void reoffer() {
    if (reofferDue && phase == Phase.OPEN) {
      reofferDue = false;
      if (left.size() > 0) {
        offerLeft();
      }
    }
  }

  private void onEnd() {
    ended = true;
    updateInterest();
    if (phase == Phase.LINGERING) {
      terminate(null);
    } else if (phase == Phase.OPEN) {
      ByteBuffer rest = left.first(left.size());
      left.clear();
      call(() -> owner().onEnd(this, rest));
    }
  }

  private void flushLater() {
    if (!flushDue) {
      flushDue = true;
      loop.flushLater(this);
    }
  }

  /** The turn's write; also when the kernel takes bytes again. */
  void flush() {
    flushDue = false;
    if (phase != Phase.OPEN && phase != Phase.CLOSING) {
      return;
    }
    try {
      int written = write();
      updateInterest();
      if (phase == Phase.OPEN) {
        loop.defer(this::drained);
      } else if (outbox.size() == 0) {
        linger();
      } else if (written > 0) {
        deadline(STALL_NANOS);
      }
    } catch (IOException e) {
      terminate(e);
    }
  }

  /** As much as the kernel takes, but no more than a share: others are waiting too. */
  private int write() throws IOException {
    int written = 0;
    while (outbox.size() > 0 && written < WRITTEN_A_TURN_MAX) {
      int count = socket().write(outbox.first(WRITE_BYTES));
      if (count == 0) {
        break;
      }
      outbox.remove(count);
      written += count;
    }
    return written;
  }

  private void drained() {
    boolean room =
        outbox.size() == 0
            || (outbox.size() <= outboxBytesMax / 2
                && (long) outbox.size() + refusedBytes <= outboxBytesMax);
    if (phase == Phase.OPEN && refusedBytes > 0 && room) {
      refusedBytes = 0;
      call(() -> owner().onDrained(this));
    }
  }

  /** All is written: now the other side is to close, so that the last answer is not lost. */
  private void linger() throws IOException {
    if (ended) {
      terminate(null);
      return;
    }
    phase = Phase.LINGERING;
    socket().shutdownOutput();
    deadline(LINGER_NANOS);
  }

  private void terminate(@Nullable Throwable cause) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    cancelDeadline();
    left.clear();
    outbox.clear();
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("{} cannot be closed", channel, e);
      }
    }
    loop.defer(() -> tellClosed(cause));
  }

  private void tellClosed(@Nullable Throwable cause) {
    if (handler != null) {
      handler.onClose(this, cause);
    }
  }

  /** Code of the handler: what it throws ends this connection and nothing else. */
  private void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | AssertionError e) {
      LOG.error("a callback failed", e);
      terminate(e);
    }
  }

  private void updateInterest() {
    SelectionKey current = key;
    if (current == null || !current.isValid()) {
      return;
    }
    boolean reads = !ended && (phase != Phase.OPEN || readable);
    boolean writes = outbox.size() > 0 && !flushDue;
    current.interestOps((reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
  }

  private void deadline(long nanos) {
    cancelDeadline();
    deadline = loop.schedule(nanos, this::onDeadline);
  }

  private void onDeadline() {
    boolean stalled = phase == Phase.CLOSING;
    terminate(stalled ? new SocketTimeoutException(remoteAddress + " reads nothing") : null);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  private SocketChannel socket() {
    return Objects.requireNonNull(channel);
  }

  private ConnectionHandler owner() {
    return Objects.requireNonNull(handler);
  }
}
