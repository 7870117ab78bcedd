package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;

/** The contract, over TCP on loopback. */
final class NettyTransportContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NettyTransport.create();
  }
}
