package io.herd.testkit.transport;

import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import org.junit.jupiter.api.Nested;

/** The contract of TLS, in memory: it can be passed. */
final class EngineTransportTest {

  /** TLS over memory. */
  interface Source extends TlsTransportContract {
    MemoryNetwork network();

    @Override
    default Transport newTlsTransport() {
      return new EngineTransport(network().newTransport(), EngineConnection::new);
    }

    @Override
    default SocketAddress anyAddress() {
      return MemoryAddress.of(0);
    }

    @Override
    default SocketAddress deadAddress() {
      return MemoryAddress.of(Integer.MAX_VALUE);
    }

    @Override
    default TransportPeer dialPlain(SocketAddress address) throws IOException {
      return network().dial(address, patience());
    }
  }

  /** Version 1.3. */
  @Nested
  final class Tls13 implements Source {
    private final MemoryNetwork network = new MemoryNetwork(1);

    @Override
    public MemoryNetwork network() {
      return network;
    }

    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }
  }

  /** Version 1.2. */
  @Nested
  final class Tls12 implements Source {
    private final MemoryNetwork network = new MemoryNetwork(1);

    @Override
    public MemoryNetwork network() {
      return network;
    }

    @Override
    public String tlsProtocol() {
      return "TLSv1.2";
    }
  }
}
