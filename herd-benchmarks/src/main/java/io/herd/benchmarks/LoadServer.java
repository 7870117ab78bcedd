package io.herd.benchmarks;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.protocol.ServerId;
import io.herd.spi.Transport;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.transport.netty.NettyTransport;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A lone server of any transport, until its input ends. With TLS, it has a certificate that was
 * made when it started, with a key on the curve P-256.
 *
 * <p>Arguments: {@code port nio|netty plain|tls ioThreads}. Prints {@code ready Clark PORT PID}.
 */
public final class LoadServer {

  private LoadServer() {}

  /** Runs the server. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    HerdNodeBuilder builder =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .transport(transport(args[1], Integer.parseInt(args[3])));
    if (args[2].equals("tls")) {
      TestCertificates authority = TestCertificates.authority();
      builder.tls(TestEngines.of(authority, authority.identity("Clark")));
    }
    try (HerdNode node = builder.start()) {
      int bound = ((InetSocketAddress) node.address()).getPort();
      System.out.println("ready Clark " + bound + " " + ProcessHandle.current().pid());
      while (System.in.read() >= 0) {
        // until there is no more
      }
    }
  }

  private static Transport transport(String name, int ioThreads) {
    return switch (name) {
      case "nio" -> NioTransport.builder().ioThreads(ioThreads).build();
      case "netty" -> NettyTransport.builder().ioThreads(ioThreads).build();
      default -> throw new IllegalArgumentException("transport is " + name + ", not nio or netty");
    };
  }
}
