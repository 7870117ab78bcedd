package io.herd.transport.nio;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TlsTransportContract;
import org.junit.jupiter.api.Nested;

/** The contract of TLS, both versions, with and without a thread for input and output. */
final class NioTlsContractTest {

  private interface AllOnTheLoop extends TlsTransportContract {
    @Override
    default Transport newTlsTransport() {
      return NioTransport.create();
    }
  }

  private interface OneIoThread extends TlsTransportContract {
    @Override
    default Transport newTlsTransport() {
      return NioTransport.builder().ioThreads(1).build();
    }
  }

  @Nested
  final class Tls13OnTheLoop implements AllOnTheLoop {
    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }
  }

  @Nested
  final class Tls12OnTheLoop implements AllOnTheLoop {
    @Override
    public String tlsProtocol() {
      return "TLSv1.2";
    }
  }

  @Nested
  final class Tls13OnAnIoThread implements OneIoThread {
    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }
  }

  @Nested
  final class Tls12OnAnIoThread implements OneIoThread {
    @Override
    public String tlsProtocol() {
      return "TLSv1.2";
    }
  }
}
