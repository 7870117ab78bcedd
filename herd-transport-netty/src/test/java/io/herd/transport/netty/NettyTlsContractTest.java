package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TlsTransportContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of TLS in both versions, on the loop alone and with a thread for I/O. */
@ExtendWith(NoLeaks.class)
final class NettyTlsContractTest {

  interface OnTheLoop extends TlsTransportContract {
    @Override
    default Transport newTlsTransport() {
      return NettyTransport.create();
    }
  }

  interface OneIoThread extends TlsTransportContract {
    @Override
    default Transport newTlsTransport() {
      return NettyTransport.builder().ioThreads(1).build();
    }
  }

  @Nested
  final class Tls13OnTheLoop implements OnTheLoop {
    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }
  }

  @Nested
  final class Tls12OnTheLoop implements OnTheLoop {
    @Override
    public String tlsProtocol() {
      return "TLSv1.2";
    }
  }

  @Nested
  final class Tls13WithOneIoThread implements OneIoThread {
    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }
  }

  @Nested
  final class Tls12WithOneIoThread implements OneIoThread {
    @Override
    public String tlsProtocol() {
      return "TLSv1.2";
    }
  }
}
