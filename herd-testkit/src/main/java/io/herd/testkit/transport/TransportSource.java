package io.herd.testkit.transport;

import io.herd.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;

/** What a contract test asks of the transport under test. */
public interface TransportSource {

  /** A new transport; the test closes it. */
  Transport newTransport() throws Exception;

  /** An address to listen on, at which each listener gets a place of its own: loopback, port 0. */
  default SocketAddress anyAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** An address on which nobody listens, and to which connecting fails soon. */
  default SocketAddress deadAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalSocketAddress();
    }
  }

  /** Connects to a listener of the transport, not by a transport but by plain blocking means. */
  default TransportPeer dial(SocketAddress address) throws IOException {
    return TransportPeer.tcp(address, patience());
  }

  /** How many connections are many. Each takes two file descriptors where sockets do. */
  default int manyConnections() {
    return 1000;
  }

  /** How long is waited for something that must come, before the test fails. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }
}
