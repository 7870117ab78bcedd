package io.herd.examples.unix;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A transport over socket files: takes {@link java.net.UnixDomainSocketAddress} only, and has no
 * TLS, for nobody is on the way. One thread, which the constructor starts. Thread-safe.
 */
public final class UnixTransport implements Transport {

  private final WallClock clock = WallClock.of(InstantSource.system(), System::nanoTime);
  private final UnixLoop loop;
  private final RandomGenerator random = new SecureRandom();
  private final Set<UnixListener> listeners = ConcurrentHashMap.newKeySet();

  /** A transport whose thread runs already. */
  public UnixTransport() {
    try {
      loop = new UnixLoop("herd-unix");
    } catch (IOException e) {
      throw new UncheckedIOException("no selector can be opened", e);
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
    UnixListener listener = UnixListener.bind(loop, address, acceptor, listeners::remove);
    listeners.add(listener);
    if (loop.isStopping()) {
      listener.close();
      throw new IOException("the transport is closed");
    }
    loop.execute(listener::start);
    return listener;
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("connect is called by " + Thread.currentThread().getName());
    }
    if (loop.isStopping()) {
      return;
    }
    UnixConnection connection = new UnixConnection(loop, address);
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      connection.use(channel);
      if (!channel.connect(address)) { // at once or not at all: there is no way to travel
        throw new ConnectException(address + ": too many wait there already");
      }
      loop.defer(() -> connection.open(handler));
    } catch (IOException | RuntimeException e) {
      loop.defer(() -> connection.fail(handler, e));
    }
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop that it would wait for");
    }
    loop.stop();
    listeners.forEach(UnixListener::close);
  }
}
