package io.herd.transport.netty;

import io.herd.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening channel, on the node's loop. When accepting fails, for want of file descriptors
 * mostly, it pauses a moment: what waits in the kernel's queue is still there afterwards.
 * Thread-safe.
 */
final class NettyListener extends ChannelInboundHandlerAdapter implements Listener {

  private static final Logger LOG = LoggerFactory.getLogger(NettyListener.class);
  private static final int BACKLOG = 4_096;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** For how long after a failure the next one is no news. */
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final NettyLoop loop;
  private final ServerChannel channel;
  private final Consumer<Channel> accepted;
  private final Consumer<NettyListener> onClose;

  /** Where it is bound to, or is to be. */
  private volatile SocketAddress address;

  /** When accepting failed last, by the loop's clock, or long ago. */
  private long failedNanos;

  private NettyListener(
      NettyLoop loop,
      ServerChannel channel,
      SocketAddress address,
      Consumer<Channel> accepted,
      Consumer<NettyListener> onClose) {
    this.loop = loop;
    this.channel = channel;
    this.address = address;
    this.accepted = accepted;
    this.onClose = onClose;
    failedNanos = loop.nanoTime() - SILENCE_NANOS;
  }

  /**
   * Starts to accept.
   *
   * @param accepted is given each new channel on the loop, and registers or closes it
   * @param onClose told when it is closed
   * @throws IOException if the address cannot be bound
   */
  static NettyListener bind(
      NettyLoop loop,
      SocketKind kind,
      SocketAddress address,
      Consumer<Channel> accepted,
      Consumer<NettyListener> onClose)
      throws IOException {
    ServerChannel channel;
    try {
      channel = kind.newServer();
    } catch (RuntimeException e) {
      throw new IOException(address + ": no socket can be opened", e);
    }
    NettyListener listener = new NettyListener(loop, channel, address, accepted, onClose);
    channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
    channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
    channel.pipeline().addLast(listener);
    ChannelFuture bound = loop.eventLoop().register(channel).awaitUninterruptibly();
    if (bound.isSuccess()) {
      bound = channel.bind(address).awaitUninterruptibly();
    }
    if (!bound.isSuccess()) {
      listener.close();
      throw new IOException(address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listener.address = channel.localAddress();
    // what a pause needs has to be loaded while there are file descriptors to load it with
    loop.schedule(0, listener::resume);
    return listener;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    if (channel.isOpen()) {
      channel.close().awaitUninterruptibly();
    }
    onClose.accept(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    accepted.accept((Channel) message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    long now = loop.nanoTime();
    if (now - failedNanos < SILENCE_NANOS) {
      LOG.debug("accepting on {} fails still", address, cause);
    } else {
      LOG.warn("accepting on {} fails; trying again", address, cause);
    }
    failedNanos = now;
    channel.config().setAutoRead(false);
    loop.schedule(PAUSE_NANOS, this::resume);
  }

  private void resume() {
    if (channel.isOpen()) {
      channel.config().setAutoRead(true);
    }
  }
}
