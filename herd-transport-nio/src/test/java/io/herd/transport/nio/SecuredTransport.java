package io.herd.transport.nio;

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

/** A transport with TLS on all its connections, also where none is asked for. Thread-safe. */
record SecuredTransport(Transport below, TlsEngines tls) implements Transport {

  @Override
  public Loop loop() {
    return below.loop();
  }

  @Override
  public WallClock clock() {
    return below.clock();
  }

  @Override
  public RandomGenerator random() {
    return below.random();
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    return below.listen(address, tls, acceptor);
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    below.connect(address, tls, handler);
  }

  @Override
  public void close() {
    below.close();
  }
}
