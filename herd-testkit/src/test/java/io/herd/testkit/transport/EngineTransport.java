package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Adds TLS to a transport that has none, by an engine between it and the handler. Thread-safe. */
class EngineTransport implements AroundTransport {

  /** Makes the connection in between; what is broken makes another one. */
  interface Maker {
    EngineConnection make(Loop loop, SSLEngine engine, TlsEngines tls);
  }

  private final Transport inner;
  private final Maker maker;

  EngineTransport(Transport inner, Maker maker) {
    this.inner = inner;
    this.maker = maker;
  }

  @Override
  public Transport inner() {
    return inner;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    return inner.listen(address, acceptor);
  }

  @Override
  public Listener listen(SocketAddress address, @Nullable TlsEngines tls, Acceptor acceptor)
      throws IOException {
    if (tls == null) {
      return inner.listen(address, acceptor);
    }
    return inner.listen(
        address,
        connection -> {
          EngineConnection secured = maker.make(loop(), tls.accepting(), tls);
          return secured.accept(connection, acceptor) ? secured : null;
        });
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    inner.connect(address, handler);
  }

  @Override
  public void connect(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    if (tls == null) {
      inner.connect(address, handler);
      return;
    }
    SSLEngine engine;
    try {
      engine = tls.dialing(address);
    } catch (IllegalStateException e) {
      inner.connect(address, new Refused(handler, e));
      return;
    }
    EngineConnection secured = maker.make(loop(), engine, tls);
    secured.handler = handler;
    inner.connect(address, secured);
  }

  /** Ends a connection as soon as it is there. Loop thread only. */
  private record Refused(ConnectionHandler handler, Throwable cause) implements ConnectionHandler {
    @Override
    public void onOpen(Connection connection) {
      connection.abort();
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {}

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {}

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable why) {
      handler.onClose(connection, cause);
    }
  }
}
