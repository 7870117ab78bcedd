package io.herd.examples.sim;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Latency;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.Simulation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A herd that floods by a {@link FloodingRule}. Since not every rule ends on every topology, it
 * stops sending for good at a number of messages. Not thread-safe.
 */
final class RuleHerd implements Spreading {

  private final FloodingRule rule;
  private final Topology topology;
  private final Simulation simulation;
  private final SimulatedNetwork network;
  private final long messagesMax;
  private final Map<ServerId, RuleServer> servers = new HashMap<>();
  private @Nullable SpreadListener listener;
  private long messages;
  private long failures;

  RuleHerd(
      FloodingRule rule,
      Topology topology,
      Simulation simulation,
      Latency latency,
      long messagesMax) {
    this.rule = rule;
    this.topology = topology;
    this.simulation = simulation;
    this.network = new SimulatedNetwork(simulation);
    network.latency(latency);
    this.messagesMax = messagesMax;
  }

  FloodingRule rule() {
    return rule;
  }

  @Override
  public void listener(SpreadListener hears) {
    listener = hears;
  }

  SpreadListener listener() {
    return Objects.requireNonNull(listener, "nobody listens");
  }

  /** Counts one more message, if there may be one. */
  boolean maySend() {
    messages += messages <= messagesMax ? 1 : 0;
    return messages <= messagesMax;
  }

  void countFailure() {
    failures++;
  }

  /** How many messages did not get there. */
  long failures() {
    return failures;
  }

  @Override
  public Simulation simulation() {
    return simulation;
  }

  @Override
  public SimulatedNetwork network() {
    return network;
  }

  private RuleServer server(ServerId id) {
    RuleServer server = servers.get(id);
    if (server == null) {
      throw new IllegalStateException("server " + id + " is down, must be up");
    }
    return server;
  }

  @Override
  public void start(ServerId id) {
    if (!isUp(id)) {
      var transport = network.transport(id.toString());
      servers.put(id, new RuleServer(this, id, topology.neighbours(id), transport));
    }
  }

  @Override
  public void crash(ServerId id) {
    server(id).transport().crash();
    servers.remove(id);
  }

  @Override
  public boolean isUp(ServerId id) {
    return servers.containsKey(id);
  }

  @Override
  public void pause(ServerId id) {
    server(id).transport().pause();
  }

  @Override
  public void resume(ServerId id) {
    server(id).transport().resume();
  }

  @Override
  public void report(ServerId id, String client, long clientNanos) {
    server(id).report(client, clientNanos);
  }

  @Override
  public Map<String, Long> contents(ServerId id) {
    Map<String, Long> times = new TreeMap<>();
    @Nullable RuleServer server = servers.get(id);
    if (server != null) {
      server.held().forEach((client, held) -> times.put(client, held.timeNanos()));
    }
    return times;
  }

  @Override
  public boolean wasStopped() {
    return messages > messagesMax;
  }
}
