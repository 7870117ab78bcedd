package io.herd.testkit.transport;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Loop;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of two pipes, as a handler sees it. Simple, not fast. Loop thread only. */
final class MemoryConnection implements Connection {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryConnection.class);
  private static final int READ_BYTES = 64 * 1024;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final byte[] NONE = {};

  private enum Phase {
    OPENING,
    OPEN,
    CLOSING,
    LINGERING,
    CLOSED
  }

  private final MemoryLoop loop;
  private final Pipe in;
  private final Pipe out;
  private final SocketAddress remoteAddress;
  private final AtomicBoolean announced = new AtomicBoolean();
  private @Nullable ConnectionHandler handler;
  private Phase phase = Phase.OPENING;
  private byte[] left = NONE;
  private byte[] outbox = NONE;
  private int outboxBytesMax = 1 << 20;
  private int refusedBytes;
  private boolean readable = true;
  private boolean reofferDue;
  private boolean ended;
  private Loop.@Nullable Timer timer;

  MemoryConnection(MemoryLoop loop, Pipe in, Pipe out, SocketAddress remoteAddress) {
    this.loop = loop;
    this.in = in;
    this.out = out;
    this.remoteAddress = remoteAddress;
  }

  /** Begins, unless the acceptor has closed it: that is told all the same. */
  void open(ConnectionHandler owner) {
    handler = owner;
    if (phase == Phase.CLOSED) {
      return;
    }
    loop.opened(this);
    phase = Phase.OPEN;
    in.onReadable(this::announce);
    out.onWritable(() -> loop.event(() -> loop.addDirty(this)));
    announce();
    guard(() -> owner.onOpen(this));
  }

  /** No connection has come about. */
  void fail(ConnectionHandler owner, Throwable cause) {
    phase = Phase.CLOSED;
    owner.onClose(this, cause);
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
    if (outbox.length > 0 && (long) outbox.length + length > outboxBytesMax) {
      refusedBytes = Math.max(refusedBytes, length);
      return false;
    }
    int size = outbox.length;
    outbox = Arrays.copyOf(outbox, size + length);
    System.arraycopy(bytes, offset, outbox, size, length);
    loop.addDirty(this);
    return true;
  }

  @Override
  public int unsentBytes() {
    return outbox.length;
  }

  @Override
  public void outboxBytesMax(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("outboxBytesMax is " + bytes + ", must be at least 1");
    }
    outboxBytesMax = bytes;
    loop.defer(this::drained);
  }

  @Override
  public void readable(boolean on) {
    if (on == readable) {
      return;
    }
    readable = on;
    reofferDue = on;
    if (on) {
      loop.defer(this::reoffer);
      announce();
    }
  }

  @Override
  public void close() {
    if (phase == Phase.OPENING) {
      terminate(null);
    } else if (phase == Phase.OPEN) {
      phase = Phase.CLOSING;
      left = NONE;
      deadline(STALL_NANOS);
      loop.addDirty(this);
      announce();
    }
  }

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

  void onLoopEnd() {
    terminate(null);
  }

  /** The turn's write. */
  void flush() {
    if (phase != Phase.OPEN && phase != Phase.CLOSING) {
      return;
    }
    try {
      int written = outbox.length == 0 ? 0 : out.write(outbox, 0, outbox.length);
      outbox = written == outbox.length ? NONE : Arrays.copyOfRange(outbox, written, outbox.length);
      if (phase == Phase.CLOSING && outbox.length == 0) {
        linger();
      } else if (phase == Phase.CLOSING && written > 0) {
        deadline(STALL_NANOS);
      } else if (phase == Phase.OPEN) {
        loop.defer(this::drained);
      }
    } catch (IOException e) {
      terminate(e);
    }
  }

  /** Has the next turn look at the incoming pipe. Any thread. */
  private void announce() {
    if (announced.compareAndSet(false, true)) {
      loop.event(this::read);
    }
  }

  private void read() {
    announced.set(false);
    if (phase == Phase.CLOSED) {
      return;
    }
    reoffer();
    if (ended || !in.isReadable() || (phase == Phase.OPEN && !readable)) {
      return;
    }
    try {
      byte[] bytes = in.read(READ_BYTES);
      if (bytes != null && phase == Phase.OPEN) {
        offer(concat(left, bytes));
      } else if (bytes == null && in.isAtEnd()) {
        onEnd();
      }
      announce();
    } catch (IOException e) {
      terminate(phase == Phase.LINGERING ? null : e);
    }
  }

  private void reoffer() {
    if (reofferDue && phase == Phase.OPEN) {
      reofferDue = false;
      if (left.length > 0) {
        offer(left);
      }
    }
  }

  private void offer(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    guard(
        () -> {
          owner().onData(this, buffer);
          boolean open = phase == Phase.OPEN;
          left = open ? Arrays.copyOfRange(bytes, buffer.position(), bytes.length) : NONE;
        });
  }

  private void onEnd() {
    ended = true;
    if (phase == Phase.LINGERING) {
      terminate(null);
    } else if (phase == Phase.OPEN) {
      ByteBuffer rest = ByteBuffer.wrap(left);
      left = NONE;
      guard(() -> owner().onEnd(this, rest));
    }
  }

  private void drained() {
    boolean room =
        outbox.length == 0
            || (outbox.length <= outboxBytesMax / 2
                && (long) outbox.length + refusedBytes <= outboxBytesMax);
    if (phase == Phase.OPEN && refusedBytes > 0 && room) {
      refusedBytes = 0;
      guard(() -> owner().onDrained(this));
    }
  }

  private void linger() {
    out.end();
    phase = Phase.LINGERING;
    if (ended) {
      terminate(null);
    } else {
      deadline(LINGER_NANOS);
    }
  }

  private void terminate(@Nullable Throwable cause) {
    if (phase == Phase.CLOSED) {
      return;
    }
    boolean cut = outbox.length > 0;
    phase = Phase.CLOSED;
    outbox = NONE;
    left = NONE;
    loop.closed(this);
    cancelTimer();
    if (in.deafen() || cut) {
      in.reset();
      out.reset();
    } else {
      out.end();
    }
    loop.defer(() -> closed(cause));
  }

  private void closed(@Nullable Throwable cause) {
    ConnectionHandler owner = handler;
    if (owner != null) {
      owner.onClose(this, cause);
    }
  }

  private void guard(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      LOG.error("a callback failed", e);
      terminate(e);
    }
  }

  private ConnectionHandler owner() {
    return Objects.requireNonNull(handler);
  }

  private void deadline(long nanos) {
    cancelTimer();
    timer =
        loop.schedule(
            nanos,
            () ->
                terminate(
                    phase == Phase.CLOSING
                        ? new SocketTimeoutException(remoteAddress + " reads nothing any more")
                        : null));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
