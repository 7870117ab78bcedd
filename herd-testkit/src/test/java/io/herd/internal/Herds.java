package io.herd.internal;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedHerdBuilder;

/** Simulated herds by their relations. */
final class Herds {

  private Herds() {}

  /** A herd with these relations, each written {@code Bona-Clark}. */
  static SimulatedHerdBuilder of(String... relations) {
    Topology.Builder topology = Topology.builder();
    for (String relation : relations) {
      int dash = relation.indexOf('-');
      ServerId one = ServerId.of(relation.substring(0, dash));
      ServerId other = ServerId.of(relation.substring(dash + 1));
      topology.server(one).server(other).relation(one, other);
    }
    return SimulatedHerd.builder(topology.build());
  }
}
