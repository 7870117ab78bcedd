package io.herd.transport.nio;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
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
import org.jspecify.annotations.Nullable;

/**
 * A transport on the JDK's selectors, plain or through TLS. Its sockets and its loop share one
 * thread, unless it is given threads for input and output. They are started by {@code build}, keep
 * the process alive as a server's should, and have ended when {@link #close} returns. Takes {@link
 * java.net.InetSocketAddress} and {@link java.net.UnixDomainSocketAddress}. Thread-safe.
 */
public final class NioTransport implements Transport {

  private static final AtomicInteger CREATED = new AtomicInteger();

  private final WallClock clock = WallClock.of(InstantSource.system(), System::nanoTime);
  private final IoThreads threads;
  private final NioLoop loop;
  private final RandomGenerator random = new SecureRandom();
  private final Set<NioListener> listeners = ConcurrentHashMap.newKeySet();

  private NioTransport(IoThreads threads) {
    this.threads = threads;
    this.loop = threads.loop();
  }

  /** A running transport with one thread, which is named {@code herd-nio-} and a number. */
  public static NioTransport create() {
    return builder().build();
  }

  /** A running transport with one thread, which has this name. */
  public static NioTransport create(String threadName) {
    return builder().threadName(threadName).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What a transport is to be like. Not thread-safe. */
  public static final class Builder {

    private static final int IO_THREADS_MAX = 64;

    private @Nullable String threadName;
    private int ioThreads;
    private Timeouts timeouts = Timeouts.DEFAULT;

    private Builder() {}

    /**
     * The name of the loop's thread; those for input and output add {@code -io-} and a number. By
     * default {@code herd-nio-} and a number.
     */
    public Builder threadName(String name) {
      threadName = name;
      return this;
    }

    /**
     * How many threads read, write and do what TLS costs, so that the loop has none of it. 0, the
     * default, has the loop do all of it, which is the faster way for plain connections as long as
     * one core is enough.
     *
     * @param count 0 to 64
     */
    public Builder ioThreads(int count) {
      if (count < 0 || count > IO_THREADS_MAX) {
        throw new IllegalArgumentException(
            "ioThreads is " + count + ", must be 0.." + IO_THREADS_MAX);
      }
      ioThreads = count;
      return this;
    }

    Builder timeouts(Timeouts other) {
      timeouts = other;
      return this;
    }

    /** A running transport. */
    public NioTransport build() {
      String name = threadName != null ? threadName : "herd-nio-" + CREATED.incrementAndGet();
      IoThreads threads;
      try {
        threads = IoThreads.open(name, ioThreads, timeouts);
      } catch (IOException e) {
        throw new UncheckedIOException("no selector can be opened", e);
      }
      threads.start();
      return new NioTransport(threads);
    }
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
    NioListener listener = NioListener.bind(threads, address, tls, acceptor, listeners::remove);
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
    connect(address, null, handler);
  }

  @Override
  public void connect(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("connect is called by " + Thread.currentThread().getName());
    }
    if (!loop.isStopping()) {
      dial(address, tls, handler);
    }
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop, which it waits for");
    }
    loop.stop();
    listeners.forEach(NioListener::close);
    threads.stop();
  }

  private void dial(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    try {
      SocketChannel channel = Sockets.open(address);
      threads.connection(channel, address, Tls.dialing(tls, address)).connect(handler);
    } catch (IOException | RuntimeException e) {
      loop.defer(new FailedConnect(address, handler, e));
    }
  }
}
