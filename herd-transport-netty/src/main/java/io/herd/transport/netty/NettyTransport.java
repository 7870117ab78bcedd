package io.herd.transport.netty;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport on Netty: on epoll where its native library loads, on the selectors of the JDK
 * otherwise or if the system property {@code io.netty.transport.noNative} is true; {@link #sockets}
 * tells. Its threads are no daemons; they start with its first use and end with {@link #close}.
 *
 * <p>Without I/O threads, everything happens on the node's loop. With them, connections are spread
 * over further loops, which read, run TLS, cut at the last line feed and write; whole buffers go to
 * the node's loop, and every callback is still made there. Of each connection 256 KiB and one read
 * may be on their way to its handler, then reading pauses.
 *
 * <p>TLS is Netty's, around the JDK's engine. Once the other side has said goodbye, TLS 1.3 still
 * carries what is sent to it; with TLS 1.2 that is dropped. Thread-safe.
 */
public final class NettyTransport implements Transport {

  private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

  private final WallClock clock = WallClock.of(InstantSource.system(), System::nanoTime);
  private final NettyLoop loop;
  private final SocketKind kind;
  private final int ioThreads;
  private final NettyThreads threads;
  private final EventLoopGroup io;
  private final NettyConnections connections;
  private final Set<NettyListener> listeners = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();
  private boolean closed;

  private NettyTransport(Builder settings) {
    kind = SocketKind.best();
    ioThreads = settings.ioThreads;
    loop = new NettyLoop(settings.threadName, kind);
    threads = new NettyThreads(number -> settings.threadName + "-io-" + number);
    io =
        ioThreads == 0
            ? loop.eventLoop()
            : new MultiThreadIoEventLoopGroup(ioThreads, threads, kind.ioHandlers());
    connections = new NettyConnections(loop, kind, io);
    LOG.info("{}", this);
  }

  /** A transport without I/O threads, whose thread starts with its first use. */
  public static NettyTransport create() {
    return builder().build();
  }

  /** As {@link #create()}, with a name for the thread. */
  public static NettyTransport create(String threadName) {
    return builder().threadName(threadName).build();
  }

  /** A transport to be described. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a transport. Not thread-safe. */
  public static final class Builder {

    private static final int IO_THREADS_MAX = 64;

    private String threadName = "herd-netty";
    private int ioThreads;

    private Builder() {}

    /** The name of the loop's thread, and the beginning of the names of the I/O threads. */
    public Builder threadName(String name) {
      threadName = name;
      return this;
    }

    /**
     * How many threads read, write and do what TLS costs, so that the loop has none of it. 0, the
     * default, has the loop do all of it. More than there are processors beside the loop's do not
     * help.
     */
    public Builder ioThreads(int count) {
      if (count < 0 || count > IO_THREADS_MAX) {
        throw new IllegalArgumentException(
            "ioThreads is " + count + ", must be 0.." + IO_THREADS_MAX);
      }
      ioThreads = count;
      return this;
    }

    /** The transport; its threads start with its first use. */
    public NettyTransport build() {
      return new NettyTransport(this);
    }
  }

  /** What its sockets are made of: {@code epoll} or {@code nio}. */
  public String sockets() {
    return kind.title();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public WallClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    return listen(address, null, acceptor);
  }

  @Override
  public Listener listen(SocketAddress address, @Nullable TlsEngines tls, Acceptor acceptor)
      throws IOException {
    if (loop.isStopped()) {
      throw new IOException("the transport is closed");
    }
    NettyListener listener =
        NettyListener.bind(
            loop,
            kind,
            address,
            channel -> connections.accept(channel, tls, acceptor),
            listeners::remove);
    listeners.add(listener);
    if (loop.isStopped()) {
      listener.close();
      throw new IOException("the transport is closed");
    }
    return listener;
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    connect(address, null, handler);
  }

  @Override
  public void connect(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("connect is called by " + Thread.currentThread().getName());
    }
    // later, so that no callback comes inside of this call
    loop.executeOwn(() -> connections.dial(address, tls, handler));
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop, which it waits for");
    }
    end();
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    loop.stopTasks();
    listeners.forEach(NettyListener::close);
    connections.end();
    // before the loop, which is to have what they still tell it
    io.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    threads.awaitEnd();
    loop.end();
  }

  @Override
  public String toString() {
    return "Netty on " + kind.title() + " with " + ioThreads + " I/O threads";
  }
}
