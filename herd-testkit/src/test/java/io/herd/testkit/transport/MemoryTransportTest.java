package io.herd.testkit.transport;

import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;

/** The contract, in memory. */
final class MemoryTransportTest implements TransportContract {

  private final MemoryNetwork network = new MemoryNetwork(1);

  @Override
  public Transport newTransport() {
    return network.newTransport();
  }

  @Override
  public SocketAddress anyAddress() {
    return MemoryAddress.of(0);
  }

  @Override
  public SocketAddress deadAddress() {
    return MemoryAddress.of(Integer.MAX_VALUE);
  }

  @Override
  public TransportPeer dial(SocketAddress address) throws IOException {
    return network.dial(address, patience());
  }
}
