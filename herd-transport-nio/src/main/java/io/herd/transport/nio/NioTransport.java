package io.herd.transport.nio;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A transport on the JDK's selectors: all its sockets and its loop share one thread. The thread is
 * started by {@code create}, keeps the process alive as a server's should, and has ended when
 * {@link #close} returns. Takes {@link java.net.InetSocketAddress} and {@link
 * java.net.UnixDomainSocketAddress}. Thread-safe.
 */
public final class NioTransport implements Transport {

  private static final AtomicInteger CREATED = new AtomicInteger();

  private final NioLoop loop;
  private final RandomGenerator random = new SecureRandom();
  private final Set<NioListener> listeners = ConcurrentHashMap.newKeySet();

  private NioTransport(NioLoop loop) {
    this.loop = loop;
  }

  /** A running transport; its thread is named {@code herd-nio-} and a number. */
  public static NioTransport create() {
    return create("herd-nio-" + CREATED.incrementAndGet());
  }

  /** A running transport whose thread has this name. */
  public static NioTransport create(String threadName) {
    return create(threadName, Timeouts.DEFAULT);
  }

  static NioTransport create(String threadName, Timeouts timeouts) {
    NioLoop loop;
    try {
      loop = new NioLoop(threadName, timeouts);
    } catch (IOException e) {
      throw new UncheckedIOException("no selector can be opened", e);
    }
    loop.start();
    return new NioTransport(loop);
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
    NioListener listener = NioListener.bind(loop, address, acceptor, listeners::remove);
    listeners.add(listener);
    if (loop.isStopping()) {
      listener.close();
      throw new IOException("the transport is closed");
    }
    loop.execute(listener);
    return listener;
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("connect is called by " + Thread.currentThread().getName());
    }
    if (!loop.isStopping()) {
      dial(address, handler);
    }
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop, which it waits for");
    }
    loop.stop();
    listeners.forEach(NioListener::close);
    loop.join();
  }

  private void dial(SocketAddress address, ConnectionHandler handler) {
    SocketChannel channel = null;
    try {
      channel = Sockets.open(address);
      new NioConnection(loop, channel, address, handler, Phase.CONNECTING).connect();
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        Sockets.close(channel, false);
      }
      loop.defer(new FailedConnect(address, handler, e));
    }
  }
}
