package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A transport that uses TLS wherever nothing is said of it, so that what is true of plain
 * connections can be asked of secured ones. Thread-safe.
 */
record SecuredTransport(Transport inner, TlsEngines tls) implements AroundTransport {

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
}
