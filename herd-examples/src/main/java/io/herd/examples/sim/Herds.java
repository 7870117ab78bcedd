package io.herd.examples.sim;

import io.herd.Topology;
import io.herd.Topology.Relation;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.spi.FloodingPolicy;
import io.herd.testkit.sim.Latency;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.Simulation;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the herd that a plan asks for. Thread-safe. */
final class Herds {

  /** How many times the messages of flooding a rule may send until it is stopped. */
  private static final long MESSAGES_FACTOR = 3;

  private Herds() {}

  static Spreading of(Plan plan) {
    Optional<FloodingRule> rule = plan.spread().rule();
    Spreading herd = rule.isPresent() ? ruled(plan, rule.get()) : new NodeHerd(nodes(plan));
    SimulatedNetwork network = herd.network();
    for (Relation relation : plan.placed().topology().relations()) {
      // messages are small: each arrives in one piece
      network.way(relation.first().toString(), relation.second().toString()).splits(0);
      network.way(relation.second().toString(), relation.first().toString()).splits(0);
    }
    return herd;
  }

  private static Latency latency(Plan plan) {
    return Latency.uniform(plan.latency(), plan.latency().plus(plan.jitter()));
  }

  private static SimulatedHerd nodes(Plan plan) {
    Supplier<FloodingPolicy> policy =
        plan.spread() == Spread.TREES ? OriginTrees::new : Flooding::new;
    return SimulatedHerd.builder(plan.placed().topology())
        .seed(plan.seed())
        .policy(policy)
        .latency(latency(plan))
        .batching(plan.batching())
        .build();
  }

  private static RuleHerd ruled(Plan plan, FloodingRule rule) {
    Topology topology = plan.placed().topology();
    double seconds = plan.warmUp().plus(plan.duration()).toMillis() / 1e3;
    double updates = plan.rate() * (1 - plan.reads()) * seconds + 1_000;
    long messagesMax = (long) (MESSAGES_FACTOR * updates * 2 * topology.relations().size());
    return new RuleHerd(rule, topology, new Simulation(plan.seed()), latency(plan), messagesMax);
  }
}
