package io.herd.transport.netty;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a connection. What the handler leaves of a buffer is kept in a buffer of the
 * connection's own; what it sends is collected until the end of the turn and written at once. Loop
 * thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel, its listeners hear
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {

  private static final int OUTBOX_BYTES_MAX = 1 << 20;
  private static final int OUTBOX_BYTES_FIRST = 1 << 10;

  /** How long the other side may take to close after this side has. */
  private static final long LINGER_MILLIS = 2_000;

  /** How long a closing connection may make no progress in writing. */
  private static final long STALLED_MILLIS = 5_000;

  private final NettyLoop loop;
  private final Channel channel;
  private @Nullable ConnectionHandler handler;
  private @Nullable SocketAddress remote;

  private @Nullable ByteBuf rest;
  private boolean readable = true;
  private boolean opened;
  private boolean ended;
  private boolean endTold;
  private boolean offerDue;

  private @Nullable ByteBuf outbox;
  private int outboxBytesMax = OUTBOX_BYTES_MAX;
  private int unwritten;
  private boolean dirty;
  private boolean drainOwed;

  private boolean closing;
  private boolean finished;
  private boolean closeTold;
  private @Nullable Throwable failure;
  private @Nullable ScheduledFuture<?> closeTimer;

  NettyConnection(NettyLoop loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
    channel.closeFuture().addListener(closed -> loop.executeOwn(this::tellClosed));
  }

  /** Asks for the handler of an accepted connection. */
  boolean accept(Acceptor acceptor) {
    handler = acceptor.accept(this);
    closeTold = handler == null;
    return handler != null;
  }

  void handle(ConnectionHandler given, SocketAddress address) {
    handler = given;
    remote = address;
  }

  /** A connection that did not come about. */
  static void failed(Channel channel, Throwable cause) {
    NettyConnection connection = channel.pipeline().get(NettyConnection.class);
    if (connection != null) {
      connection.failure = cause;
    }
    channel.close();
  }

  private void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | AssertionError e) {
      failure = e;
      closing = true;
      channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    remote = channel.remoteAddress();
    ConnectionHandler to = handler;
    if (to != null && !opened) {
      opened = true;
      call(() -> to.onOpen(this));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (closing) {
        return;
      }
      if (rest != null) {
        rest.writeBytes(bytes);
        offerRest();
      } else if (readable) {
        offer(bytes);
        keep(bytes);
      } else {
        keep(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /** Lends the bytes to the handler, which takes from them what it wants. */
  private void offer(ByteBuf bytes) {
    ConnectionHandler to = handler;
    if (to != null) {
      ByteBuffer in = bytes.nioBuffer();
      int before = in.position();
      call(() -> to.onData(this, in));
      bytes.skipBytes(in.position() - before);
    }
  }

  private void keep(ByteBuf bytes) {
    if (bytes.isReadable() && !closing) {
      ByteBuf kept = channel.alloc().heapBuffer(bytes.readableBytes());
      kept.writeBytes(bytes);
      rest = kept;
    }
  }

  private void offerRest() {
    ByteBuf bytes = rest;
    if (bytes == null || !readable || closing) {
      return;
    }
    if (bytes.isReadable()) {
      offer(bytes);
    }
    if (bytes.isReadable()) {
      bytes.discardSomeReadBytes();
    } else {
      releaseRest();
    }
  }

  private void releaseRest() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      if (closing) {
        finish();
      } else {
        tellEnd();
      }
    }
  }

  private void tellEnd() {
    ConnectionHandler to = handler;
    if (!ended || endTold || !readable || closing || to == null) {
      return;
    }
    endTold = true;
    ByteBuf bytes = rest;
    ByteBuffer last = bytes == null ? ByteBuffer.allocate(0) : bytes.nioBuffer();
    call(() -> to.onEnd(this, last));
    releaseRest();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failure = cause;
    context.close();
  }

  private void tellClosed() {
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
    releaseRest();
    if (outbox != null) {
      outbox.release();
      outbox = null;
    }
    ConnectionHandler to = handler;
    if (!closeTold && to != null) {
      closeTold = true;
      Throwable cause = failure;
      if (!opened && cause == null) {
        cause = new IOException("closed before it was open");
      }
      Throwable told = cause;
      call(() -> to.onClose(this, told));
    }
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    if (closing || !channel.isActive()) {
      return true;
    }
    if (unwritten > 0 && (long) unwritten + length > outboxBytesMax) {
      drainOwed = true;
      return false;
    }
    if (outbox == null) {
      outbox = channel.alloc().buffer(Math.max(OUTBOX_BYTES_FIRST, length));
    }
    outbox.writeBytes(bytes, offset, length);
    unwritten += length;
    markDirty();
    return true;
  }

  private void markDirty() {
    if (!dirty) {
      dirty = true;
      loop.addDirty(this);
    }
  }

  /** The end of the turn: writes what was sent. */
  void flush() {
    dirty = false;
    ByteBuf bytes = outbox;
    outbox = null;
    if (bytes != null) {
      int length = bytes.readableBytes();
      channel.writeAndFlush(bytes).addListener(written -> onWritten(length, written.cause()));
    } else if (closing && unwritten == 0) {
      shutOutput();
    }
  }

  private void onWritten(int length, @Nullable Throwable cause) {
    unwritten -= length;
    if (cause != null) {
      if (failure == null && !closing) {
        failure = cause;
      }
      channel.close();
    } else if (closing && unwritten == 0) {
      shutOutput();
    } else if (drainOwed && unwritten <= outboxBytesMax / 2) {
      loop.executeOwn(this::tellDrained);
    }
  }

  private void tellDrained() {
    ConnectionHandler to = handler;
    if (drainOwed && !closing && to != null) {
      drainOwed = false;
      call(() -> to.onDrained(this));
    }
  }

  /** Everything is written: says so to the other side, and reads and drops until it closes too. */
  private void shutOutput() {
    if (finished) {
      return;
    }
    finished = true;
    if (ended) {
      channel.close();
      return;
    }
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    channel.config().setAutoRead(true);
    closeLater(LINGER_MILLIS);
  }

  private void finish() {
    if (finished) {
      channel.close();
    }
  }

  private void closeLater(long millis) {
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
    closeTimer = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public int unsentBytes() {
    return unwritten;
  }

  @Override
  public void outboxBytesMax(int bytes) {
    outboxBytesMax = bytes;
  }

  @Override
  public void readable(boolean on) {
    if (on == readable || closing) {
      return;
    }
    readable = on;
    channel.config().setAutoRead(on);
    if (on && !offerDue) {
      offerDue = true;
      loop.executeOwn(this::offerAgain);
    }
  }

  private void offerAgain() {
    offerDue = false;
    offerRest();
    tellEnd();
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    if (unwritten > 0) {
      closeLater(STALLED_MILLIS);
    }
    markDirty();
  }

  @Override
  public void abort() {
    closing = true;
    loop.executeOwn(channel::close);
  }

  @Override
  public SocketAddress remoteAddress() {
    SocketAddress known = remote;
    if (known == null) {
      known = channel.remoteAddress();
      remote = known;
    }
    return known;
  }

  @Override
  public @Nullable Principal principal() {
    return null;
  }
}
