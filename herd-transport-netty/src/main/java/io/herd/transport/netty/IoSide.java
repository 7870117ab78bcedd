package io.herd.transport.netty;

import io.herd.spi.TlsEngines;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.security.Principal;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of a connection that runs where its channel does: tells the other half, {@link
 * NettyConnection}, what the channel has, and does with the channel what that one asks for. If the
 * channel is on the node's loop, both are one thread and tell each other by plain calls. What other
 * threads may call says so; all else is for the I/O thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel, its listeners hear
final class IoSide extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(IoSide.class);

  /** How long a closing connection may make no progress in writing. */
  private static final long STALLED_MILLIS = 5_000;

  private final NettyLoop loop;
  private final Channel channel;
  private final EventLoop io;
  private final NettyConnection connection;
  private final @Nullable TlsEngines tls;

  /** The way to the node's loop, or null if this is the node's loop. */
  private final @Nullable HandOver handOver;

  private boolean wanted = true;
  private boolean opened;
  private boolean ended;
  private boolean closing;
  private int writes;
  private @Nullable Throwable failure;
  private @Nullable ScheduledFuture<?> stallCheck;
  private long unflushedBefore;

  /**
   * The I/O half.
   *
   * @param io the event loop that the channel is or will be registered with
   * @param tls who the other side is, after a handshake that stands before in the pipeline; or null
   */
  IoSide(
      NettyLoop loop,
      Channel channel,
      EventLoop io,
      NettyConnection connection,
      @Nullable TlsEngines tls) {
    this.loop = loop;
    this.channel = channel;
    this.io = io;
    this.connection = connection;
    this.tls = tls;
    boolean apart = io != loop.eventLoop();
    handOver = apart ? new HandOver(this::tellBytes) : null;
    channel.closeFuture().addListener(closed -> onClosed());
  }

  boolean isSecured() {
    return tls != null;
  }

  /** Writes the bytes and releases them. Any thread. */
  void write(ByteBuf bytes) {
    if (io.inEventLoop()) {
      writeNow(bytes);
      return;
    }
    try {
      io.execute(() -> writeNow(bytes));
    } catch (RejectedExecutionException e) {
      LOG.debug("a write came after the end", e);
      bytes.release();
    }
  }

  /** Closes once all that was given to {@link #write} is written. Any thread. */
  void close() {
    onIo(this::closeNow);
  }

  /**
   * Closes at once, but not inside this call. Any thread.
   *
   * @param reset whether the other side is to see a reset, not an end
   */
  void abort(boolean reset) {
    onIo(() -> terminate(reset));
  }

  /** Switches reading on or off; it never hinders a handshake. Any thread. */
  void readable(boolean on) {
    if (io.inEventLoop()) {
      readableNow(on);
    } else {
      onIo(() -> readableNow(on));
    }
  }

  /** So many of the bytes told have reached the handler. Node's loop only. */
  void delivered(int bytes) {
    if (handOver != null && handOver.delivered(bytes)) {
      onIo(this::updateReading);
    }
  }

  /**
   * Closes at once because of this, which is told unless all was written and the close asked for.
   */
  void fail(Throwable cause) {
    if (failure == null && !(closing && writes == 0)) {
      failure = cause;
    }
    terminate(false);
  }

  private void onIo(Runnable task) {
    try {
      io.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is closed already", channel, e);
    }
  }

  private void tell(Runnable event) {
    if (handOver == null) {
      event.run();
    } else {
      loop.executeOwn(event);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (tls == null) {
      open(null);
    }
  }

  private void open(@Nullable Principal principal) {
    SocketAddress local = channel.localAddress();
    if (local != null && local.equals(channel.remoteAddress())) {
      fail(new ConnectException("connected to itself: nobody listens on " + local));
    } else if (!opened && !closing) {
      opened = true;
      updateReading();
      tell(() -> connection.onOpen(principal));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (handOver == null) {
      connection.onBytes(bytes);
      return;
    }
    if (!closing) {
      handOver.add(bytes);
    }
    bytes.release();
    updateReading();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (handOver != null) {
      handOver.complete();
      updateReading();
    }
  }

  private void tellBytes(ByteBuf bytes) {
    if (!loop.executeOwn(() -> connection.onBytes(bytes))) {
      bytes.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      onHandshake(handshake.cause());
    } else if (event instanceof SslCloseCompletionEvent goodbye && goodbye.isSuccess()) {
      end();
    } else if (event instanceof ChannelInputShutdownEvent && tls == null) {
      end();
    } else if (event instanceof ChannelInputShutdownEvent && !ended && !closing) {
      String when = opened ? "without TLS's goodbye" : "during the TLS handshake";
      fail(new EOFException(channel.remoteAddress() + " has ended " + when));
    }
  }

  private void onHandshake(@Nullable Throwable cause) {
    if (cause != null) {
      closeAfterAlert(cause);
    } else if (tls != null && !opened) {
      SslHandler handler = channel.pipeline().get(SslHandler.class);
      open(tls.principal(handler.engine().getSession()));
    }
  }

  /** TLS has failed: its last word, which says why, is not to be lost. */
  private void closeAfterAlert(Throwable cause) {
    if (failure == null && !closing) {
      failure = cause;
    }
    channel.close();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (handOver != null) {
      handOver.complete();
    }
    tell(connection::onEnded);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause.getCause() instanceof SSLException inner) { // Netty wraps what a decoder throws
      closeAfterAlert(inner);
    } else {
      fail(cause);
    }
  }

  private void readableNow(boolean on) {
    wanted = on;
    updateReading();
  }

  private void updateReading() {
    boolean on = !opened || closing || (wanted && (handOver == null || !handOver.isFull()));
    if (on != channel.config().isAutoRead()) {
      channel.config().setAutoRead(on);
    }
  }

  private void writeNow(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (ended && isOutboundDone()) {
      bytes.release();
      connection.onWritten(length);
      return;
    }
    writes++;
    channel.writeAndFlush(bytes).addListener(written -> onWritten(length, written.cause()));
  }

  /** Whether the other side's goodbye was ours too, as it is until TLS 1.2. */
  private boolean isOutboundDone() {
    SslHandler handler = tls == null ? null : channel.pipeline().get(SslHandler.class);
    return handler != null && handler.engine().isOutboundDone();
  }

  private void onWritten(int length, @Nullable Throwable cause) {
    if (cause != null) {
      fail(cause);
    }
    writes--;
    connection.onWritten(length);
    if (closing && writes == 0 && cause == null) {
      channel.close();
    }
  }

  private void closeNow() {
    if (closing) {
      return;
    }
    closing = true;
    updateReading();
    watchProgress();
    if (writes == 0) {
      channel.close();
    }
  }

  private void watchProgress() {
    unflushedBefore = unflushed();
    stallCheck = io.schedule(this::checkProgress, STALLED_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void checkProgress() {
    if (unflushed() == unflushedBefore) {
      if (failure == null && writes > 0) {
        failure = new SocketTimeoutException(channel.remoteAddress() + " reads nothing any more");
      }
      terminate(true);
    } else {
      watchProgress();
    }
  }

  /** A number that changes whenever the kernel takes something. */
  private long unflushed() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void terminate(boolean reset) {
    if (reset) {
      try {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      } catch (ChannelException e) {
        LOG.trace("no reset, only a close", e);
      }
    }
    channel.unsafe().close(channel.unsafe().voidPromise()); // past TLS's goodbye and the lingering
  }

  private void onClosed() {
    if (stallCheck != null) {
      stallCheck.cancel(false);
    }
    if (handOver != null) {
      handOver.clear();
    }
    if (!opened && failure == null) {
      failure = new IOException("closed before it was open");
    }
    Throwable cause = failure;
    loop.executeOwn(() -> connection.onClosed(cause));
  }
}
