package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, over TCP on loopback, with two I/O threads beside the loop's. */
@ExtendWith(NoLeaks.class)
final class NettyTwoIoThreadsContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NettyTransport.builder().ioThreads(2).build();
  }
}
