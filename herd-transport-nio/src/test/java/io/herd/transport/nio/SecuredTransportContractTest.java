package io.herd.transport.nio;

import io.herd.spi.Transport;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.transport.TransportContract;
import io.herd.testkit.transport.TransportPeer;
import java.io.IOException;
import java.net.SocketAddress;
import org.junit.jupiter.api.Nested;

/** The contract of all transports over TLS 1.3: a handler cannot tell the difference. */
final class SecuredTransportContractTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestEngines TLS = TestEngines.of(AUTHORITY, AUTHORITY.identity("Clark"));

  private interface OverTls extends TransportContract {

    int ioThreads();

    @Override
    default Transport newTransport() {
      return new SecuredTransport(NioTransport.builder().ioThreads(ioThreads()).build(), TLS);
    }

    /** A handshake costs a thousand times as much as a connection. */
    @Override
    default int manyConnections() {
      return 200;
    }

    @Override
    default TransportPeer dial(SocketAddress address) throws IOException {
      return TlsPeer.connect(address, TLS, patience()).handshaken();
    }
  }

  @Nested
  final class AllOnTheLoop implements OverTls {
    @Override
    public int ioThreads() {
      return 0;
    }
  }

  @Nested
  final class OneIoThread implements OverTls {
    @Override
    public int ioThreads() {
      return 1;
    }
  }
}
