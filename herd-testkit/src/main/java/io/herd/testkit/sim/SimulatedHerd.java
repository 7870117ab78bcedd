package io.herd.testkit.sim;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole herd on one thread in virtual time: real nodes, with a simulated network, clocks and
 * randomness that all come from one seed. The same seed and the same calls give the same run, byte
 * for byte.
 *
 * <pre>{@code
 * SimulatedHerd herd = SimulatedHerd.builder(topology).seed(7).policy(OriginTrees::new).build();
 * herd.startAll();
 * herd.runFor(Duration.ofSeconds(2));
 * herd.server("Clark").report("kiwi", 34.07, -118.45, herd.epochNanos());
 * herd.runFor(Duration.ofSeconds(1));
 * assertEquals(herd.server("Clark").contents(), herd.server("Bona").contents());
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class SimulatedHerd {

  private final HerdPlan plan;
  private final Simulation simulation;
  private final SimulatedNetwork network;
  private final Map<String, SimulatedServer> servers = new TreeMap<>();
  private final List<SimulationListener> listeners = new ArrayList<>();

  SimulatedHerd(HerdPlan plan) {
    this.plan = plan;
    this.simulation = new Simulation(plan.seed());
    this.network = new SimulatedNetwork(simulation);
    network.latency(plan.latency());
    network.listener(new Messages());
    for (ServerId server : plan.topology().servers()) {
      add(server, plan.topology().neighbours(server));
    }
  }

  /** A builder of a herd with these servers and relations. */
  public static SimulatedHerdBuilder builder(Topology topology) {
    return new SimulatedHerdBuilder(topology);
  }

  /** Virtual time. */
  public Simulation simulation() {
    return simulation;
  }

  /** What is between the servers. A server's host has its name. */
  public SimulatedNetwork network() {
    return network;
  }

  /** The servers and relations that the herd was built with. */
  public Topology topology() {
    return plan.topology();
  }

  /** All servers, in the order of their names. */
  public Collection<SimulatedServer> servers() {
    return Collections.unmodifiableCollection(servers.values());
  }

  /**
   * The server of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedServer server(String name) {
    SimulatedServer server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException(
          "server " + name + " is not in the herd, must be one of " + servers.keySet());
    }
    return server;
  }

  /** As {@link #server(String)}. */
  public SimulatedServer server(ServerId id) {
    return server(id.toString());
  }

  /**
   * Adds a server that is not up yet and will talk with these neighbours. They have to be told, by
   * {@link SimulatedServer#change}.
   */
  public SimulatedServer add(ServerId id, Collection<ServerId> neighbours) {
    SimulatedServer server = new SimulatedServer(this, plan, id, neighbours);
    if (servers.putIfAbsent(id.toString(), server) != null) {
      throw new IllegalArgumentException("server " + id + " is in the herd already");
    }
    return server;
  }

  /** Starts all servers that are not up. */
  public void startAll() {
    for (SimulatedServer server : servers.values()) {
      if (!server.isUp()) {
        server.start();
      }
    }
  }

  /** Lets virtual time pass, and everything happen that is due. */
  public void runFor(Duration time) {
    simulation.runFor(time.toNanos());
  }

  /** The true time, in nanoseconds since 1970-01-01 UTC: that of a server whose clock is right. */
  public long epochNanos() {
    return SimulatedClock.EPOCH_NANOS + simulation.now();
  }

  /** Lets somebody hear what happens from now on. */
  public void listen(SimulationListener listener) {
    listeners.add(listener);
  }

  HerdPlan plan() {
    return plan;
  }

  /** The server of this name, or null. */
  @Nullable SimulatedServer find(String name) {
    return servers.get(name);
  }

  /** Tells the listeners that a line is sent. */
  void sent(String by, String line) {
    for (SimulationListener listener : listeners) {
      listener.onSent(simulation.now(), by, line);
    }
  }

  /** Tells the listeners that a report was refused. */
  void refused(SimulatedServer by, String line) {
    for (SimulationListener listener : listeners) {
      listener.onRefused(simulation.now(), by, line);
    }
  }

  List<SimulationListener> listeners() {
    return listeners;
  }

  /** Tells the listeners what is sent. Not thread-safe. */
  private final class Messages implements NetworkListener {
    @Override
    public void onWritten(String from, String to, byte[] bytes, int offset, int length) {
      SimulatedServer sender = servers.get(from);
      SimulatedServer receiver = servers.get(to);
      if (sender == null || receiver == null) {
        return;
      }
      for (SimulationListener listener : listeners) {
        listener.onMessage(simulation.now(), sender.id(), receiver.id(), bytes, offset, length);
      }
    }

    @Override
    public void onArrived(String from, String to, byte[] piece) {
      for (SimulationListener listener : listeners) {
        listener.onArrived(simulation.now(), from, to, piece);
      }
    }

    @Override
    public void onTurnEnd(String host) {
      SimulatedServer server = servers.get(host);
      if (server != null && server.isUp()) {
        for (SimulationListener listener : listeners) {
          listener.onTurnEnd(simulation.now(), server);
        }
      }
    }
  }
}
