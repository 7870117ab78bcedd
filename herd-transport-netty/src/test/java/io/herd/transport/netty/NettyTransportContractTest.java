package io.herd.transport.netty;

import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, over TCP on loopback. */
@ExtendWith(NoLeaks.class)
final class NettyTransportContractTest implements TransportContract {

  @Override
  public Transport newTransport() {
    return NettyTransport.create();
  }
}
