package io.herd.transport.netty;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.TlsEngines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of channels, accepted ones and ones to be connected, and knows all that are not
 * gone. Loop thread only, but for {@link #end}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel, its listeners hear
final class NettyConnections {

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;

  private final NettyLoop loop;
  private final SocketKind kind;
  private final EventLoopGroup io;
  private final Set<NettyConnection> connections = new HashSet<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private boolean ending;

  /**
   * No connections yet.
   *
   * @param io the event loops that the channels are spread over
   */
  NettyConnections(NettyLoop loop, SocketKind kind, EventLoopGroup io) {
    this.loop = loop;
    this.kind = kind;
    this.io = io;
  }

  /** Takes a channel that a listener has accepted. */
  void accept(Channel channel, @Nullable TlsEngines tls, Acceptor acceptor) {
    SocketAddress remote = channel.remoteAddress();
    if (ending || remote == null) {
      channel.unsafe().closeForcibly(); // we are going, or the other side is gone already
      return;
    }
    NettyConnection connection = new NettyConnection(loop, remote);
    ConnectionHandler handler = null;
    try {
      handler = acceptor.accept(connection);
    } catch (Throwable e) {
      loop.logFailure("an acceptor", e);
    }
    if (handler == null) {
      channel.unsafe().closeForcibly();
      return;
    }
    own(connection, handler);
    try {
      if (!connection.isOver()) {
        join(connection, channel, tls, tls == null ? null : accepting(tls));
        return;
      }
      connection.onNoChannel(null);
    } catch (SSLException | RuntimeException e) {
      connection.onNoChannel(e);
    }
    channel.unsafe().closeForcibly();
  }

  private static SSLEngine accepting(TlsEngines tls) throws SSLException {
    SSLEngine engine = tls.accepting();
    engine.beginHandshake(); // before, it would end without an alert
    return engine;
  }

  /** Starts to connect. */
  void dial(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    if (ending) {
      return;
    }
    NettyConnection connection = new NettyConnection(loop, address);
    own(connection, handler);
    Channel channel = null;
    try {
      if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
        throw new UnknownHostException(inet.getHostString());
      }
      channel = kind.newChannel();
      channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
      SSLEngine engine = tls == null ? null : tls.dialing(address);
      IoSide ioSide = join(connection, channel, tls, engine);
      channel
          .connect(address)
          .addListener(
              connected -> {
                if (!connected.isSuccess()) {
                  ioSide.fail(connected.cause());
                }
              });
    } catch (UnknownHostException | RuntimeException e) {
      if (channel != null) {
        channel.unsafe().closeForcibly();
      }
      connection.onNoChannel(e);
    }
  }

  private void own(NettyConnection connection, ConnectionHandler handler) {
    connection.handler(handler, this::onGone);
    connections.add(connection);
  }

  private IoSide join(
      NettyConnection connection,
      Channel channel,
      @Nullable TlsEngines tls,
      @Nullable SSLEngine engine) {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    EventLoop on = io.next();
    IoSide ioSide = new IoSide(loop, channel, on, connection, tls);
    connection.ioSide(ioSide);
    ChannelPipeline pipeline = channel.pipeline().addLast(new LingeringClose());
    if (engine != null) {
      SslHandler handler = new SslHandler(engine);
      handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MILLIS);
      handler.setCloseNotifyFlushTimeoutMillis(0); // the I/O side has one for all it writes
      pipeline.addLast(handler);
    }
    pipeline.addLast(ioSide);
    on.register(channel);
    return ioSide;
  }

  private void onGone(NettyConnection connection) {
    connections.remove(connection);
    tellEnd();
  }

  /** Closes all connections and waits until all handlers know. Not on the loop. */
  void end() {
    loop.executeOwn(
        () -> {
          ending = true;
          List.copyOf(connections).forEach(NettyConnection::onTransportClose);
          tellEnd();
        });
    ended.join();
  }

  private void tellEnd() {
    if (ending && connections.isEmpty()) {
      ended.complete(true);
    }
  }
}
