package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;

/** The contract, over TCP on loopback, with two I/O threads beside the loop's. */
final class NettyTwoIoThreadsContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NettyTransport.builder().ioThreads(2).build();
  }
}
