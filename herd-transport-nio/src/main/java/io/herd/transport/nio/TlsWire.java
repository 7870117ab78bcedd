package io.herd.transport.nio;

import io.herd.spi.TlsEngines;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a socket: the handshake first, of which the end learns only that the wire is open or has
 * failed, then the bytes of the application. Used by the thread of its loop only.
 *
 * <p>After the handshake the engine has its own to say now and then: session tickets, new keys. As
 * long as the other side does not take that, nothing more is read from it, or it could have answers
 * heaped up without bound. TLS 1.2's renegotiation is refused: it would be a way to make this side
 * work for nothing.
 */
final class TlsWire implements Wire, Wire.End, TlsHandshake.Outcome {

  /** What is left of one record and all of the next, so that each read gets on. */
  private static final int READ_BYTES_MIN = 2 * TlsRecords.RECORD_BYTES_MAX;

  private final NioLoop loop;
  private final SocketAddress remote;
  private final Tls tls;
  private final End end;
  private final SocketWire socket;
  private @Nullable SSLEngine engine;
  private @Nullable TlsRecords records;
  private @Nullable TlsHandshake handshake;
  private @Nullable Principal principal;

  /** What the end wants to be told. */
  private int wanted;

  /** Nothing is decrypted until what the engine has said is written. */
  private boolean stalled;

  /** Records that have come wait for a read, or a failure or the end for being told. */
  private boolean more;

  private boolean goodbye;
  private @Nullable IOException failure;

  TlsWire(NioLoop loop, SocketChannel channel, SocketAddress remote, Tls tls, End end)
      throws IOException {
    this.loop = loop;
    this.remote = remote;
    this.tls = tls;
    this.end = end;
    socket = new SocketWire(loop, channel, remote, this);
  }

  @Override
  public void accept() {
    socket.accept();
  }

  @Override
  public void connect() {
    socket.connect();
  }

  /** The socket is connected: begins the handshake. */
  @Override
  public void onOpen() {
    try {
      SSLEngine made = tls.engine();
      engine = made;
      records = new TlsRecords(made, socket, loop.buffers());
      made.beginHandshake();
    } catch (SSLException | RuntimeException e) {
      end.onFailure(e);
      return;
    }
    handshake = new TlsHandshake(loop, engine(), records(), this);
    handshake.begin(remote);
    updateInterest();
  }

  @Override
  public void onFailure(Throwable cause) {
    end.onFailure(cause);
  }

  @Override
  public void onReady(int ops) {
    if (handshake != null) {
      handshake.goOn();
      updateInterest();
      return;
    }
    int told = ops & wanted;
    try {
      records().flush();
    } catch (IOException e) {
      end.onFailure(e);
      return;
    }
    if (told != 0) {
      end.onReady(told);
    }
    updateInterest();
  }

  @Override
  public void onStep() {
    updateInterest();
  }

  @Override
  public void onAgreed() throws IOException {
    handshake = null;
    TlsEngines engines = tls.engines();
    try {
      principal = engines.principal(engine().getSession());
    } catch (RuntimeException e) {
      throw new SSLException("nobody is known by the certificate of " + remote, e);
    }
    more = records().hasReceived();
    end.onOpen();
  }

  @Override
  public void onRefused(IOException cause) {
    handshake = null;
    end.onFailure(cause);
  }

  @Override
  public void interest(int ops) {
    wanted = ops;
    updateInterest();
  }

  private void updateInterest() {
    if (stalled && !records().hasUnwritten()) {
      stalled = false;
      more = true;
      loop.defer(() -> end.onReady(wanted & SelectionKey.OP_READ));
    }
    int ops = stalled ? wanted & ~SelectionKey.OP_READ : wanted;
    if (handshake != null) {
      ops = handshake.interest();
    }
    if (records != null && records.hasUnwritten()) {
      ops |= SelectionKey.OP_WRITE;
    }
    socket.interest(ops);
  }

  @Override
  public int readBytesMin() {
    return READ_BYTES_MIN;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (failure != null) {
      throw failure;
    }
    more = false;
    int start = target.position();
    try {
      if (!goodbye && !stalled) {
        unwrap(target);
      }
    } catch (IOException e) {
      failure = e;
    }
    int count = target.position() - start;
    if (count > 0) {
      more |= goodbye || failure != null;
      return count;
    }
    if (failure != null) {
      throw failure;
    }
    if (more) {
      throw new SSLException("a record has more bytes than there is room for");
    }
    return goodbye ? -1 : 0;
  }

  /** Decrypts whole records as long as they have come, and fit. */
  private void unwrap(ByteBuffer target) throws IOException {
    ByteBuffer in = records().receive(target.remaining());
    try {
      while (true) {
        SSLEngineResult result = records().unwrap(in, target);
        Status status = result.getStatus();
        more = status == Status.BUFFER_OVERFLOW;
        goodbye = status == Status.CLOSED;
        boolean settled = result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        if (!settled && !settle() || status != Status.OK) {
          return;
        }
      }
    } finally {
      records().keep(in);
    }
  }

  /** Lets the engine do and say its own; returns whether it could say all of it. */
  private boolean settle() throws IOException {
    while (true) {
      HandshakeStatus status = engine().getHandshakeStatus();
      boolean finished =
          status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
      if (!finished && !goodbye && !engine().getSession().getProtocol().equals("TLSv1.3")) {
        throw new SSLException("renegotiation is refused");
      }
      if (status == HandshakeStatus.NEED_TASK) {
        records().runTasks();
      } else if (status != HandshakeStatus.NEED_WRAP) {
        return true;
      } else if (!records().flush()) {
        stalled = true;
        return false;
      } else if (!records().writeOwn()) {
        return true;
      }
    }
  }

  @Override
  public boolean hasMore() {
    return more;
  }

  @Override
  public int skip(ByteBuffer scratch) throws IOException {
    return socket.skip(scratch);
  }

  @Override
  public int write(byte[] bytes, int offset, int length) throws IOException {
    int taken = records().write(bytes, offset, length);
    updateInterest();
    return taken;
  }

  @Override
  public int unwritten() {
    return records == null ? 0 : records.unwrittenPlain();
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    boolean done = records().close() && socket.shutdownOutput();
    updateInterest();
    return done;
  }

  @Override
  public void close(boolean reset) {
    if (handshake != null) {
      handshake.cancel();
      handshake = null;
    }
    socket.close(reset || unwritten() > 0);
  }

  @Override
  public @Nullable Principal principal() {
    return principal;
  }

  private SSLEngine engine() {
    return Objects.requireNonNull(engine, "no engine before the socket is connected");
  }

  private TlsRecords records() {
    return Objects.requireNonNull(records, "no records before the socket is connected");
  }
}
