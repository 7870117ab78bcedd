package io.herd.transport.nio;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;
import org.junit.jupiter.api.Nested;

/** The contract, over TCP on loopback, with and without threads for input and output. */
final class NioTransportContractTest {

  private interface WithIoThreads extends TransportContract {

    int ioThreads();

    @Override
    default Transport newTransport() {
      return NioTransport.builder().ioThreads(ioThreads()).build();
    }
  }

  @Nested
  final class AllOnTheLoop implements WithIoThreads {
    @Override
    public int ioThreads() {
      return 0;
    }
  }

  @Nested
  final class OneIoThread implements WithIoThreads {
    @Override
    public int ioThreads() {
      return 1;
    }
  }

  @Nested
  final class TwoIoThreads implements WithIoThreads {
    @Override
    public int ioThreads() {
      return 2;
    }
  }
}
