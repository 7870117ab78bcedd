package io.herd.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a close gentle: ends our side, then reads and drops until the other side ends too, for a
 * bounded time and amount. A socket that is closed with input unread sends a reset, which can
 * destroy the last answer, or TLS's last alert, on its way. Stands nearest to the socket, so that
 * it meets the closes of TLS too. What is not flushed is lost. I/O thread only.
 */
final class LingeringClose extends ChannelDuplexHandler {

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);
  private static final long LINGER_MILLIS = 2_000;
  private static final long LINGER_BYTES_MAX = 16L << 20;

  private @Nullable ScheduledFuture<?> deadline;
  private long dropped;

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // what becomes of the channel, its close tells
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!(context.channel() instanceof DuplexChannel channel)
        || !channel.isActive()
        || channel.isInputShutdown()) {
      context.close(promise);
      return;
    }
    channel.closeFuture().addListener(closed -> promise.trySuccess());
    if (deadline != null) {
      return;
    }
    ScheduledFuture<?> timer =
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    deadline = timer;
    channel.closeFuture().addListener(closed -> timer.cancel(false));
    channel.config().setAutoRead(true);
    channel
        .shutdownOutput()
        .addListener(
            shut -> {
              if (!shut.isSuccess()) {
                context.close(); // the other side is gone already
              }
            });
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // as above
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (deadline == null) {
      context.fireChannelRead(message);
      return;
    }
    dropped += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    ReferenceCountUtil.release(message);
    if (dropped > LINGER_BYTES_MAX) {
      context.close();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // as above
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (deadline != null && event instanceof ChannelInputShutdownEvent) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // as above
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (deadline != null) {
      LOG.trace("the other side has not waited for our end", cause);
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
