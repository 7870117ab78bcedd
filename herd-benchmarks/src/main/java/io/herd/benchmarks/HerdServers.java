package io.herd.benchmarks;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.Topology;
import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Topologies;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A herd of any shape in one process over loopback TCP, until its input ends. Prints {@code ready
 * NAME PORT PID} for each server when all links are up.
 *
 * <p>Arguments: {@code topology [signed]}; topologies as in {@link Topologies}, signed makes each
 * server sign what it accepts.
 */
public final class HerdServers {

  private final Topology topology;
  private final Map<ServerId, KeyPair> keys = new HashMap<>();
  private final Map<ServerId, HerdNode> nodes = new LinkedHashMap<>();

  private HerdServers(Topology topology, boolean signed) {
    this.topology = topology;
    if (signed) {
      topology.servers().forEach(server -> keys.put(server, OriginKeys.generate()));
    }
  }

  /** Runs the herd. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean signed = args.length > 1 && args[1].equals("signed");
    HerdServers herd = new HerdServers(Topologies.parse(args[0], 1).topology(), signed);
    herd.topology.servers().forEach(herd::start);
    herd.awaitLinks();
    herd.nodes.forEach(
        (server, node) ->
            System.out.printf(
                "ready %s %d %d%n",
                server,
                ((InetSocketAddress) node.address()).getPort(),
                ProcessHandle.current().pid()));
    while (System.in.read() >= 0) {
      // until there is no more
    }
    herd.nodes.values().forEach(HerdNode::close);
  }

  /** Whoever is started later knows the address of who was started before. */
  private void start(ServerId server) {
    HerdNodeBuilder builder =
        HerdNode.builder(server)
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .members(topology.servers())
            .transport(NioTransport.create());
    for (ServerId neighbour : topology.neighbours(server)) {
      HerdNode running = nodes.get(neighbour);
      if (running == null) {
        builder.neighbour(neighbour);
      } else {
        builder.neighbour(neighbour, running.address());
      }
    }
    if (!keys.isEmpty()) {
      builder.signatures(keysOf(server));
    }
    nodes.put(server, builder.start());
  }

  private OriginKeys keysOf(ServerId server) {
    Map<ServerId, PublicKey> all = new HashMap<>();
    keys.forEach((name, pair) -> all.put(name, pair.getPublic()));
    return OriginKeys.of(server, Objects.requireNonNull(keys.get(server)).getPrivate(), all);
  }

  private void awaitLinks() throws InterruptedException {
    while (!nodes.values().stream().allMatch(this::isLinked)) {
      Thread.sleep(10);
    }
  }

  private boolean isLinked(HerdNode node) {
    return node.stats().peersUp() == topology.neighbours(node.id()).size();
  }
}
