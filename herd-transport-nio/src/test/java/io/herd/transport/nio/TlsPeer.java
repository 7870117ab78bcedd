package io.herd.transport.nio;

import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.transport.TransportPeer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A blocking socket of the JDK with TLS over a plain one. Thread-safe. */
record TlsPeer(Socket socket, SSLSocket secured) implements TransportPeer {

  static TlsPeer connect(SocketAddress address, TestEngines tls, Duration patience)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.setTcpNoDelay(true);
      SSLSocket secured =
          (SSLSocket) tls.context().getSocketFactory().createSocket(socket, "localhost", 0, true);
      secured.setUseClientMode(true);
      return new TlsPeer(socket, secured);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Shakes hands at once. If that fails, the next read or write will say so. */
  TlsPeer handshaken() throws IOException {
    try {
      secured.startHandshake();
    } catch (SSLException | SocketException e) {
      socket.close();
    }
    return this;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    secured.getOutputStream().write(bytes);
  }

  @Override
  public int read(byte[] into) throws IOException {
    return secured.getInputStream().read(into);
  }

  @Override
  public void shutdownOutput() throws IOException {
    secured.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    secured.close();
  }
}
