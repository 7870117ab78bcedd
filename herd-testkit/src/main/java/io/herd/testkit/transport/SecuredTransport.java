package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A transport that uses TLS wherever nothing is said of it, so that what is true of plain
 * connections can be asked of secured ones. Thread-safe.
 */
record SecuredTransport(Transport inner, TlsEngines tls) implements Transport {

  @Override
  public Loop loop() {
    return inner.loop();
  }

  @Override
  public WallClock clock() {
    return inner.clock();
  }

  @Override
  public RandomGenerator random() {
    return inner.random();
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    return inner.listen(address, tls, acceptor);
  }

  @Override
  public Listener listen(SocketAddress address, @Nullable TlsEngines other, Acceptor acceptor)
      throws IOException {
    return inner.listen(address, other, acceptor);
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    inner.connect(address, tls, handler);
  }

  @Override
  public void connect(
      SocketAddress address, @Nullable TlsEngines other, ConnectionHandler handler) {
    inner.connect(address, other, handler);
  }

  @Override
  public void close() {
    inner.close();
  }
}
