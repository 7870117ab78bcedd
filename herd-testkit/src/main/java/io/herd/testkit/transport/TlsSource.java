package io.herd.testkit.transport;

import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;

/** What a contract test of TLS asks of the transport under test. */
public interface TlsSource extends TransportSource {

  /** A new transport that has TLS; the test closes it. */
  Transport newTlsTransport() throws Exception;

  /** The version of TLS to be spoken: {@code TLSv1.3} or {@code TLSv1.2}. */
  String tlsProtocol();

  /** Connects to a listener of the transport, without TLS, by plain blocking means. */
  default TransportPeer dialPlain(SocketAddress address) throws IOException {
    return TransportPeer.tcp(address, patience());
  }

  /** A transport that has no other connections than those of TLS. */
  @Override
  default Transport newTransport() throws Exception {
    return new SecuredTransport(newTlsTransport(), TlsRigs.clark(this));
  }

  /** A client of TLS. */
  @Override
  default TransportPeer dial(SocketAddress address) throws IOException {
    return TlsPeer.over(dialPlain(address), TlsRigs.clark(this), tlsProtocol());
  }

  /** Handshakes take their time. */
  @Override
  default int manyConnections() {
    return 250;
  }
}
