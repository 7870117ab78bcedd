package io.herd.transport.netty;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The half of a connection that runs on the node's loop: everything its handler sees and asks for.
 * What it sends is collected until the end of the turn and written at once. Loop thread only, but
 * for {@link #onWritten}.
 */
final class NettyConnection implements Connection {

  private final NettyLoop loop;
  private final SocketAddress remoteAddress;
  private final Inbox inbox = new Inbox();
  private final Outbox outbox = new Outbox();
  private @Nullable ConnectionHandler handler;
  private @Nullable Consumer<NettyConnection> onGone;
  private @Nullable IoSide ioSide;
  private @Nullable Principal principal;

  private Phase phase = Phase.OPENING;
  private boolean readable = true;
  private boolean reofferDue;
  private boolean ended;
  private boolean endTold;
  private boolean dirty;
  private int undelivered;
  private @Nullable Throwable failure;

  /** The life of a connection, in order. */
  private enum Phase {
    OPENING,
    OPEN,
    /** Closed by the handler, and being written. */
    CLOSING,
    /** Given up; {@code onClose} follows. */
    ABORTED,
    GONE
  }

  /** A connection that is not open yet. */
  NettyConnection(NettyLoop loop, SocketAddress remoteAddress) {
    this.loop = loop;
    this.remoteAddress = remoteAddress;
  }

  /**
   * From now on this handler is called.
   *
   * @param then told after {@code onClose}
   */
  void handler(ConnectionHandler given, Consumer<NettyConnection> then) {
    handler = given;
    onGone = then;
  }

  /** Whether it was closed before it had a channel. */
  boolean isOver() {
    return phase != Phase.OPENING;
  }

  /** From now on this half is spoken to, and speaks. */
  void ioSide(IoSide given) {
    ioSide = given;
    if (!readable) {
      given.readable(false);
    }
  }

  /** There will be no channel. Told later. */
  void onNoChannel(@Nullable Throwable cause) {
    loop.executeOwn(() -> onClosed(cause));
  }

  /** The transport ends. */
  void onTransportClose() {
    if (phase == Phase.OPENING) {
      failure = new IOException("the transport is closed");
    }
    abort();
  }

  /** The channel is open, and TLS's handshake done if there is one. */
  void onOpen(@Nullable Principal proved) {
    if (phase == Phase.OPENING) {
      phase = Phase.OPEN;
      principal = proved;
      call("onOpen", to -> to.onOpen(this));
    }
  }

  /** Bytes have come. Releases them. */
  void onBytes(ByteBuf bytes) {
    try {
      if (phase != Phase.OPEN) {
        return;
      }
      undelivered += bytes.readableBytes();
      if (readable && inbox.left() == null) {
        offer(bytes);
      }
      if (phase == Phase.OPEN && bytes.isReadable()) {
        boolean behind = inbox.left() != null;
        inbox.add(bytes);
        if (behind) {
          offerLeft();
        }
      }
    } finally {
      bytes.release();
    }
  }

  /** Lends the bytes to the handler, which takes from them what it wants. */
  private void offer(ByteBuf bytes) {
    reofferDue = false;
    if (ioSide != null) {
      ioSide.delivered(undelivered);
    }
    undelivered = 0;
    ByteBuffer in = bytes.nioBuffer();
    int before = in.position();
    ConnectionHandler to = handler;
    if (to != null) {
      try {
        to.onData(this, in);
      } catch (Throwable e) {
        fail("onData", e);
      }
    }
    bytes.skipBytes(in.position() - before);
  }

  private void offerLeft() {
    ByteBuf bytes = inbox.left();
    if (bytes != null && readable && phase == Phase.OPEN) {
      offer(bytes);
      if (phase == Phase.OPEN) {
        inbox.trim();
      }
    }
  }

  /** No more bytes will come. */
  void onEnded() {
    ended = true;
    reoffer();
  }

  private void tellEnd() {
    boolean offered = inbox.left() == null || !reofferDue;
    if (ended && offered && !endTold && readable && phase == Phase.OPEN) {
      endTold = true;
      ByteBuffer rest = inbox.view();
      call("onEnd", to -> to.onEnd(this, rest));
      inbox.clear();
    }
  }

  /** The channel is closed, and this half hears no more of it. */
  void onClosed(@Nullable Throwable cause) {
    boolean unasked = phase == Phase.OPEN || phase == Phase.OPENING;
    boolean lost = phase == Phase.CLOSING && outbox.unwritten() > 0;
    Throwable told = failure != null ? failure : unasked || lost ? cause : null;
    phase = Phase.GONE;
    inbox.clear();
    outbox.clear();
    ConnectionHandler to = handler;
    if (to != null) {
      try {
        to.onClose(this, told);
      } catch (Throwable e) {
        loop.logFailure("onClose", e);
      }
    }
    if (onGone != null) {
      onGone.accept(this);
    }
  }

  private void call(String name, Consumer<ConnectionHandler> callback) {
    ConnectionHandler to = handler;
    if (to == null) {
      return;
    }
    try {
      callback.accept(to);
    } catch (Throwable e) {
      fail(name, e);
    }
  }

  private void fail(String callback, Throwable thrown) {
    loop.logFailure(callback, thrown);
    failure = thrown;
    abort();
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
    if (!outbox.offer(bytes, offset, length)) {
      if (outbox.isDrained()) {
        loop.executeOwn(this::tellDrained); // the I/O thread has written it all meanwhile
      }
      return false;
    }
    flushLater();
    return true;
  }

  private void flushLater() {
    if (!dirty) {
      dirty = true;
      loop.addDirty(this);
    }
  }

  /** The end of the turn: writes what was sent. */
  void flush() {
    dirty = false;
    ByteBuf bytes = outbox.take();
    IoSide to = ioSide;
    if (to == null) {
      return;
    }
    if (bytes != null) {
      to.write(bytes);
    }
    if (phase == Phase.CLOSING) {
      inbox.clear();
      to.close();
    }
  }

  /** So many bytes that were sent are written, or lost. Any thread. */
  void onWritten(int bytes) {
    if (outbox.written(bytes)) {
      loop.executeOwn(this::tellDrained);
    }
  }

  private void tellDrained() {
    if (phase == Phase.OPEN && outbox.isDrained()) {
      outbox.readmit();
      call("onDrained", to -> to.onDrained(this));
    }
  }

  @Override
  public int unsentBytes() {
    return phase == Phase.GONE || phase == Phase.ABORTED ? 0 : outbox.unwritten();
  }

  @Override
  public void outboxBytesMax(int bytes) {
    outbox.bytesMax(bytes);
    if (outbox.isDrained()) {
      loop.executeOwn(this::tellDrained); // more means room
    }
  }

  @Override
  public void readable(boolean on) {
    if (on == readable) {
      return;
    }
    readable = on;
    if (ioSide != null) {
      ioSide.readable(on);
    }
    if (on && !reofferDue) {
      loop.executeOwn(this::reoffer);
    }
    reofferDue = on; // inside of onData it is not known yet whether bytes are left
  }

  private void reoffer() {
    if (reofferDue) {
      offerLeft();
    }
    tellEnd();
  }

  @Override
  public void close() {
    if (phase == Phase.OPENING || phase == Phase.OPEN) {
      phase = Phase.CLOSING;
      flushLater();
    }
  }

  @Override
  public void abort() {
    if (phase == Phase.ABORTED || phase == Phase.GONE) {
      return;
    }
    boolean secured = ioSide != null && ioSide.isSecured();
    boolean reset = secured || outbox.unwritten() > 0;
    phase = Phase.ABORTED;
    outbox.clear();
    if (ioSide != null) {
      ioSide.abort(reset);
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public @Nullable Principal principal() {
    return principal;
  }
}
