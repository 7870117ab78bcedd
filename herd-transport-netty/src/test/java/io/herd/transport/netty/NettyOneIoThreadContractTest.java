package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;

/** The contract, over TCP on loopback, with one I/O thread beside the loop's. */
final class NettyOneIoThreadContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NettyTransport.builder().ioThreads(1).build();
  }
}
