package io.herd.transport.nio;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;

/** The contract, over TCP on loopback. */
final class NioTransportContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NioTransport.create();
  }
}
