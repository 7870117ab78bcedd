package io.herd.benchmarks.replication;

import io.herd.Topology;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.Transport;
import io.herd.testkit.sim.Topologies;
import io.herd.transport.netty.NettyTransport;
import io.herd.transport.nio.NioTransport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes herds.
 *
 * @param subject what the results call it
 * @param topology as the simulator names topologies; if null, the default herd for five servers,
 *     all with all for fewer, and for more a ring with longer steps, four neighbours each
 * @param policy {@code flooding} or {@code trees}
 * @param signed whether each server signs what it accepts, and checks what others do
 */
record HerdMapMaker(
    String subject,
    Supplier<Transport> transport,
    @Nullable String topology,
    String policy,
    boolean signed)
    implements MapMaker {

  static HerdMapMaker of(String subject, @Nullable String topology, String policy, boolean signed) {
    Supplier<Transport> transport =
        subject.equals("herd-netty")
            ? () -> NettyTransport.builder().build()
            : NioTransport::create;
    return new HerdMapMaker(subject, transport, topology, policy, signed);
  }

  @Override
  public ReplicatedMap make(int members, ReplicatedMap.Observer observer) {
    Topology relations = Topologies.parse(topologyOf(members), 1).topology();
    return new HerdMap(relations, transport, policyOf(policy), signed, observer);
  }

  private String topologyOf(int members) {
    if (topology != null) {
      return topology;
    }
    if (members < 5) {
      return "full:" + members;
    }
    return members == 5
        ? "default"
        : "circulant:" + members + ":1," + Math.max(2, Math.round(Math.sqrt(members)));
  }

  private static FloodingPolicy policyOf(String name) {
    return switch (name) {
      case "flooding" -> new Flooding();
      case "trees" -> new OriginTrees();
      default ->
          throw new IllegalArgumentException("policy is " + name + ", not flooding or trees");
    };
  }
}
