package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a plain connection and the handler: a handler to the one, a connection to the other.
 * Simple, not fast: it copies everything, and the engine's long tasks run on the loop. Loop thread
 * only.
 */
class EngineConnection implements ConnectionHandler, Connection {

  private static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final byte[] NONE = {};

  final Loop loop;
  final SSLEngine engine;
  private final TlsEngines tls;
  @Nullable ConnectionHandler handler;
  @Nullable Connection plain;
  private boolean opened;
  private boolean closing;
  private boolean over;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable Principal principal;

  private boolean readable = true;
  private byte[] left = NONE;

  private ByteArrayOutputStream outbox = new ByteArrayOutputStream();
  private byte[] record = NONE;
  private int outboxBytesMax = 1 << 20;
  private int refusedBytes;
  private boolean flushDue;
  private boolean sentSince;
  private final EngineDeadline deadline;

  EngineConnection(Loop loop, SSLEngine engine, TlsEngines tls) {
    this.loop = loop;
    this.engine = engine;
    this.tls = tls;
    deadline = new EngineDeadline(loop, this::fail);
  }

  boolean accept(Connection accepted, Acceptor acceptor) {
    plain = accepted;
    handler = acceptor.accept(this);
    return handler != null;
  }

  final Connection plain() {
    return Objects.requireNonNull(plain);
  }

  final ConnectionHandler owner() {
    return Objects.requireNonNull(handler);
  }

  final boolean isOpened() {
    return opened;
  }

  // what the plain connection tells

  @Override
  public void onOpen(Connection connection) {
    plain = connection;
    deadline.set(HANDSHAKE_NANOS, new IOException("no TLS handshake in time"));
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      fail(e);
    }
    flush();
  }

  @Override
  public void onData(Connection connection, ByteBuffer in) {
    try {
      boolean more = true;
      while (more && !over && (readable || !opened) && !engine.isInboundDone()) {
        more = unwrap(in);
      }
    } catch (SSLException e) {
      refuse(e);
    }
    if (over || engine.isInboundDone()) {
      in.position(in.limit());
    }
    tellEnd();
  }

  private boolean unwrap(ByteBuffer in) throws SSLException {
    ByteBuffer bytes = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    SSLEngineResult result = engine.unwrap(in, bytes);
    runTasks();
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      flush();
    }
    boolean shaken = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    if (shaken && !opened && !closing && !over) {
      open();
    }
    if (bytes.position() > 0 && !closing) {
      offer(Arrays.copyOf(bytes.array(), bytes.position()));
    }
    return result.getStatus() == SSLEngineResult.Status.OK
        && (result.bytesConsumed() > 0 || in.hasRemaining());
  }

  void open() {
    opened = true;
    deadline.cancel();
    principal = tls.principal(engine.getSession());
    owner().onOpen(this);
  }

  private void offer(byte[] bytes) {
    byte[] all = Arrays.copyOf(left, left.length + bytes.length);
    System.arraycopy(bytes, 0, all, left.length, bytes.length);
    left = all;
    offerLeft();
  }

  private void offerLeft() {
    ByteBuffer in = ByteBuffer.wrap(left);
    owner().onData(this, in);
    left = closing ? NONE : Arrays.copyOfRange(left, in.position(), left.length);
  }

  private void tellEnd() {
    if (engine.isInboundDone() && opened && !ended && !closing && !over && readable) {
      ended = true;
      ByteBuffer rest = ByteBuffer.wrap(left);
      left = NONE;
      owner().onEnd(this, rest);
    }
  }

  @Override
  public void onEnd(Connection connection, ByteBuffer rest) {
    if (!closing && !engine.isInboundDone()) {
      fail(new SSLException("the end comes without TLS's goodbye"));
    }
  }

  @Override
  public void onDrained(Connection connection) {
    flush();
    drained();
  }

  @Override
  public void onClose(Connection connection, @Nullable Throwable cause) {
    over = true;
    deadline.cancel();
    left = NONE;
    record = NONE;
    outbox = new ByteArrayOutputStream();
    Throwable why = failure != null ? failure : cause;
    if (!opened && why == null && !closing) {
      why = new IOException("closed before the handshake was done");
    }
    owner().onClose(this, why);
  }

  // what goes out

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  /** Writes what the engine has to say, and what was sent, as far as the connection takes it. */
  private void flush() {
    try {
      while (!over && (record.length > 0 || hasToWrap())) {
        if (record.length == 0) {
          wrap();
        }
        if (record.length == 0) {
          break; // it waits for the other side
        }
        if (!plain().send(record, 0, record.length)) {
          return; // onDrained follows
        }
        record = NONE;
        if (closing) {
          deadline.set(STALL_NANOS, new IOException("nothing is read any more"));
        }
      }
    } catch (SSLException e) {
      if (failure == null) {
        refuse(e); // a long task of the engine has failed: the alert comes out after this
      } else {
        fail(e);
      }
      return;
    }
    if (closing && outbox.size() == 0 && !over) {
      sayGoodbye();
    }
  }

  private boolean hasToWrap() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
        || (opened && outbox.size() > 0 && !engine.isOutboundDone());
  }

  private void wrap() throws SSLException {
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    byte[] all = outbox.toByteArray();
    int length = opened ? all.length : 0;
    SSLEngineResult result = engine.wrap(ByteBuffer.wrap(all, 0, length), out);
    int taken = result.bytesConsumed();
    outbox.reset();
    outbox.write(all, taken, all.length - taken);
    record = Arrays.copyOf(out.array(), out.position());
    if (engine.isOutboundDone()) {
      outbox.reset(); // the version does not let it go out any more
    }
    runTasks();
  }

  void sayGoodbye() {
    engine.closeOutbound();
    plain().outboxBytesMax(Integer.MAX_VALUE); // the goodbye is not refused
    try {
      while (!engine.isOutboundDone()) {
        wrap();
        if (record.length == 0) {
          break;
        }
        plain().send(record, 0, record.length);
        record = NONE;
      }
    } catch (SSLException e) {
      failure = e;
    }
    deadline.cancel();
    plain().close();
  }

  /** Until a moment in which nobody sends: as late as this turn allows. */
  private void flushLater() {
    sentSince = true;
    if (!flushDue) {
      flushDue = true;
      loop.execute(this::flushWhenQuiet);
    }
  }

  private void flushWhenQuiet() {
    if (sentSince) {
      sentSince = false;
      loop.execute(this::flushWhenQuiet);
      return;
    }
    flushDue = false;
    flush();
    drained();
  }

  private void drained() {
    if (refusedBytes > 0 && outbox.size() == 0 && !closing && !over) {
      refusedBytes = 0;
      guard(() -> owner().onDrained(this));
    }
  }

  /** The other side is told why before it ends. */
  void refuse(SSLException cause) {
    if (failure == null) {
      failure = cause;
    }
    closing = true;
    outbox.reset();
    flush();
  }

  final void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    over = true;
    plain().abort();
  }

  private void guard(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  // what the handler asks for

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    if (!opened) {
      throw new IllegalStateException("send is called before onOpen");
    }
    if (closing || over || length == 0 || engine.isOutboundDone()) {
      return true;
    }
    if (outbox.size() > 0 && (long) outbox.size() + length > outboxBytesMax) {
      refusedBytes = Math.max(refusedBytes, length);
      return false;
    }
    outbox.write(bytes, offset, length);
    flushLater();
    return true;
  }

  @Override
  public void outboxBytesMax(int bytes) {
    outboxBytesMax = bytes;
    plain().outboxBytesMax(bytes);
  }

  @Override
  public int unsentBytes() {
    return over ? 0 : outbox.size() + record.length + plain().unsentBytes();
  }

  @Override
  public void readable(boolean on) {
    if (on == readable || closing || over) {
      return;
    }
    readable = on;
    plain().readable(on);
    if (on) {
      loop.execute(
          () ->
              guard(
                  () -> {
                    if (readable && left.length > 0 && !closing && !over) {
                      offerLeft();
                    }
                    tellEnd();
                  }));
    }
  }

  @Override
  public void close() {
    if (closing || over) {
      return;
    }
    closing = true;
    left = NONE;
    if (!opened) {
      over = true;
      plain().abort();
      return;
    }
    plain().readable(true);
    deadline.set(STALL_NANOS, new IOException("nothing is read any more"));
    flushLater();
  }

  @Override
  public void abort() {
    closing = true;
    over = true;
    plain().abort();
  }

  @Override
  public SocketAddress remoteAddress() {
    return plain().remoteAddress();
  }

  @Override
  public @Nullable Principal principal() {
    return principal;
  }
}
