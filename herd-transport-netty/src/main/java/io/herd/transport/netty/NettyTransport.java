package io.herd.transport.netty;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * A transport on Netty with one event loop: epoll where its native library loads, the selectors of
 * the JDK otherwise. Its thread is no daemon; it ends with {@link #close}. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel, its listeners hear
public final class NettyTransport implements Transport {

  private static final int BACKLOG = 4_096;
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private final NettyLoop loop;
  private final ChannelGroup channels;
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean closed = new AtomicBoolean();

  private NettyTransport(NettyLoop loop) {
    this.loop = loop;
    this.channels = new DefaultChannelGroup("herd", loop.eventLoop());
  }

  /** A transport whose thread starts with its first use. */
  public static NettyTransport create() {
    return create("herd-netty");
  }

  /** As {@link #create()}, with a name for the thread. */
  public static NettyTransport create(String threadName) {
    return new NettyTransport(new NettyLoop(threadName));
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public WallClock clock() {
    return WallClock.of(InstantSource.system());
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    if (closed.get()) {
      throw new IOException("the transport is closed");
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop.eventLoop())
            .channelFactory(loop.serverChannels())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    NettyConnection connection = new NettyConnection(loop, channel);
                    if (connection.accept(acceptor)) {
                      channel.pipeline().addLast(connection);
                    } else {
                      channel.close();
                    }
                  }
                });
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(address + ": " + bound.cause().getMessage(), bound.cause());
    }
    Channel server = bound.channel();
    channels.add(server);
    return new NettyListener(server);
  }

  /** A listening channel. Thread-safe. */
  private record NettyListener(Channel channel) implements Listener {
    @Override
    public SocketAddress address() {
      return channel.localAddress();
    }

    @Override
    public void close() {
      channel.close();
    }
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop.eventLoop())
            .channelFactory(loop.channels())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    NettyConnection connection = new NettyConnection(loop, channel);
                    connection.handle(handler, address);
                    channel.pipeline().addLast(connection);
                  }
                });
    // later, so that no callback comes inside this call
    loop.execute(
        () ->
            bootstrap
                .connect(address)
                .addListener(
                    (ChannelFuture connected) -> {
                      if (!connected.isSuccess()) {
                        NettyConnection.failed(connected.channel(), connected.cause());
                      }
                    }));
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop that it would wait for");
    }
    if (closed.compareAndSet(false, true)) {
      loop.stopTasks();
      channels.close().awaitUninterruptibly();
    }
    loop.group().shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    loop.awaitEnd();
  }
}
