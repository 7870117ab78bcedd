package io.herd.testkit.transport;

import io.herd.testkit.tls.TestEngines;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client of TLS: a socket of the JDK over a plain peer. A handshake that fails shows when
 * something is read or written. Tells an end without TLS's goodbye, which the JDK lets pass, as a
 * failure. One thread may read while another writes.
 */
final class TlsPeer implements TransportPeer {

  private final TransportPeer plain;
  private final PeerSocket below;
  private final SSLSocket socket;
  private final @Nullable IOException refusal;

  private TlsPeer(
      TransportPeer plain, PeerSocket below, SSLSocket socket, @Nullable IOException refusal) {
    this.plain = plain;
    this.below = below;
    this.socket = socket;
    this.refusal = refusal;
  }

  /** A client that has shaken hands, or tried to. */
  static TlsPeer over(TransportPeer plain, TestEngines engines, String protocol)
      throws IOException {
    return over(plain, engines, protocol, () -> Integer.MAX_VALUE);
  }

  /** The same, sending what it sends in pieces no longer than these. */
  static TlsPeer over(
      TransportPeer plain, TestEngines engines, String protocol, IntSupplier pieceBytes)
      throws IOException {
    PeerSocket below = new PeerSocket(plain, pieceBytes);
    SSLSocket socket =
        (SSLSocket) engines.context().getSocketFactory().createSocket(below, "localhost", 0, true);
    socket.setEnabledProtocols(new String[] {protocol});
    IOException refusal = null;
    try {
      socket.startHandshake();
    } catch (IOException e) {
      refusal = e;
    }
    return new TlsPeer(plain, below, socket, refusal);
  }

  /** Why the handshake failed, or null. */
  @Nullable IOException refusal() {
    return refusal;
  }

  /** What is under the TLS. */
  TransportPeer plain() {
    return plain;
  }

  /** The certificate that the other side has shown. */
  Certificate shown() throws IOException {
    return socket.getSession().getPeerCertificates()[0];
  }

  /** New keys, from 1.3 on; a whole new handshake before. */
  void renew() throws IOException {
    socket.startHandshake();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    check();
    socket.getOutputStream().write(bytes);
  }

  @Override
  public int read(byte[] into) throws IOException {
    check();
    int count = socket.getInputStream().read(into);
    if (count < 0 && below.hasEnded()) {
      throw new EOFException("the end comes without TLS's goodbye");
    }
    return count;
  }

  @Override
  public void shutdownOutput() throws IOException {
    check();
    socket.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    plain.reset();
  }

  /** Says goodbye if it still can. */
  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      plain.close(); // there is nobody left to say goodbye to
    }
  }

  private void check() throws IOException {
    if (refusal != null) {
      throw new IOException("the handshake has failed", refusal);
    }
  }
}
