package io.herd.benchmarks.replication.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.conf.ProtocolStackConfigurator;
import org.jgroups.conf.XmlConfigurator;

/**
 * JGroups channels of one group of members on loopback: a stack as it is shipped, but for the
 * addresses, discovery without multicast, and packets that do not wait for others.
 */
final class Channels {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS_APART = 20;
  private static final int LAST_PORT = 30_000;

  /** So far from its port a member listens for signs of life. */
  private static final int SIGNS_OF_LIFE_OFFSET = 10;

  private final String stack;
  private final List<Integer> ports = new ArrayList<>();

  /**
   * Ports for so many members.
   *
   * @param stack the resource with the shipped settings
   */
  Channels(String stack, int members) {
    this.stack = stack;
    for (int port = FIRST_PORT; ports.size() < members && port < LAST_PORT; port += PORTS_APART) {
      if (isFree(port) && isFree(port + SIGNS_OF_LIFE_OFFSET)) {
        ports.add(port);
      }
    }
    if (ports.size() < members) {
      throw new IllegalStateException("not enough free ports");
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }

  /** A channel that is not connected yet. */
  JChannel open(int member) throws Exception {
    return new JChannel(configurator(member));
  }

  /** What a channel is made of. */
  ProtocolStackConfigurator configurator(int member) throws Exception {
    List<ProtocolConfiguration> protocols = new ArrayList<>();
    for (ProtocolConfiguration shipped : shipped()) {
      protocols.add(adapted(shipped, member));
    }
    return new ProtocolStackConfigurator() {
      @Override
      public String getProtocolStackString() {
        return protocols.toString();
      }

      @Override
      public List<ProtocolConfiguration> getProtocolStack() {
        return protocols;
      }
    };
  }

  private List<ProtocolConfiguration> shipped() {
    try (InputStream in = JChannel.class.getClassLoader().getResourceAsStream(stack)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + stack);
      }
      return XmlConfigurator.getInstance(in).getProtocolStack();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProtocolConfiguration adapted(ProtocolConfiguration shipped, int member)
      throws Exception {
    Map<String, String> properties = new HashMap<>(shipped.getProperties());
    String name = shipped.getProtocolName();
    switch (name) {
      case "TCP" -> {
        properties.put("bind_addr", LOOPBACK);
        properties.put("bind_port", Integer.toString(ports.get(member)));
        properties.put("tcp_nodelay", "true");
        properties.put("diag.enabled", "false");
      }
      case "pbcast.GMS" -> properties.put("print_local_addr", "false");
      case "FD_SOCK2" -> properties.put("offset", Integer.toString(SIGNS_OF_LIFE_OFFSET));
      case "MPING", "TCPPING" -> {
        name = "TCPPING";
        properties.clear();
        properties.put("port_range", "0");
        properties.put(
            "initial_hosts",
            ports.stream()
                .map(port -> LOOPBACK + "[" + port + "]")
                .collect(Collectors.joining(",")));
      }
      default -> {}
    }
    return new ProtocolConfiguration(name, properties);
  }
}
