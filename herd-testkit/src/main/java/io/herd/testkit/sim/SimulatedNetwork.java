package io.herd.testkit.sim;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hosts and the ways between them, in a {@link Simulation}. Streams keep their order; pieces arrive
 * after random times and cut at random places; a cut resets the streams between two hosts, and what
 * was under way is lost. Every direction between two hosts is a {@link SimulatedWay} with a random
 * source of its own. Not thread-safe.
 */
public final class SimulatedNetwork {

  private final Simulation simulation;
  private final Map<String, SimulatedTransport> listening = new HashMap<>();
  private final Map<String, SimulatedClock> clocks = new HashMap<>();
  private final Map<String, Integer> lives = new HashMap<>();
  private final Map<Ends, SimulatedWay> ways = new HashMap<>();
  private final Set<Ends> cut = new HashSet<>();
  private final Set<SimulatedConnection> connections = new LinkedHashSet<>();
  private Latency latency = Latency.uniformNanos(100_000, 1_000_000);
  private @Nullable Tampering tampering;
  private NetworkListener listener = NetworkListener.NONE;

  /** The name of a host, as an address. Immutable. */
  static final class Address extends SocketAddress {
    private static final long serialVersionUID = 1L;
    private final String host;

    Address(String host) {
      this.host = host;
    }

    String host() {
      return host;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Address that && host.equals(that.host);
    }

    @Override
    public int hashCode() {
      return host.hashCode();
    }

    @Override
    public String toString() {
      return host;
    }
  }

  private record Ends(String one, String other) {
    static Ends unordered(String a, String b) {
      return a.compareTo(b) < 0 ? new Ends(a, b) : new Ends(b, a);
    }
  }

  /** A network in which everything is connected. */
  public SimulatedNetwork(Simulation simulation) {
    this.simulation = simulation;
  }

  /** How long a piece takes on its way, drawn evenly, in nanoseconds: on every way. */
  public void delays(long minNanos, long maxNanos) {
    latency(Latency.uniformNanos(minNanos, maxNanos));
  }

  /** What the delays on every way are drawn from. */
  public void latency(Latency distribution) {
    latency = distribution;
    ways.values().forEach(way -> way.latency(distribution));
  }

  /** One direction between two hosts, whether they exist or not. */
  public SimulatedWay way(String from, String to) {
    return ways.computeIfAbsent(
        new Ends(from, to), ends -> new SimulatedWay(simulation, from, to, latency));
  }

  /** The address of a host, whether there is one or not. A host has one address. */
  public SocketAddress address(String host) {
    return new Address(host);
  }

  /** The wall clock of a host, through all its lives. */
  public SimulatedClock clock(String host) {
    return clocks.computeIfAbsent(host, name -> new SimulatedClock(simulation));
  }

  /** A new host, or a new life of one that was crashed. */
  public SimulatedTransport transport(String host) {
    int life = Objects.requireNonNull(lives.merge(host, 1, Integer::sum));
    return new SimulatedTransport(simulation, this, host, life);
  }

  /** Cuts the way between two hosts: streams are reset, and no new ones come about. */
  public void cut(String one, String other) {
    cut.add(Ends.unordered(one, other));
    reset(one, other);
  }

  /** Resets the streams between two hosts: what was under way is lost. New ones come about. */
  public void reset(String one, String other) {
    for (SimulatedConnection connection : List.copyOf(connections)) {
      if (connection.isBetween(one, other)) {
        connection.reset();
      }
    }
  }

  /** Mends the way between two hosts. */
  public void mend(String one, String other) {
    cut.remove(Ends.unordered(one, other));
  }

  /** Mends and releases all ways, and lets them lose nothing any more. */
  public void mendAll() {
    cut.clear();
    for (SimulatedWay way : List.copyOf(ways.values())) {
      way.resets(0);
      way.release();
    }
  }

  /** Lets everything that is sent be changed on its way; null ends that. */
  public void tampering(@Nullable Tampering with) {
    tampering = with;
  }

  byte[] tampered(String from, String to, byte[] bytes) {
    Tampering with = tampering;
    return with == null ? bytes : with.tamper(from, to, bytes);
  }

  boolean isTampered() {
    return tampering != null;
  }

  boolean isCut(String one, String other) {
    return !cut.isEmpty() && cut.contains(Ends.unordered(one, other));
  }

  void listen(SimulatedTransport transport) {
    listening.put(transport.host(), transport);
  }

  void stopListening(SimulatedTransport transport) {
    listening.remove(transport.host(), transport);
  }

  @Nullable SimulatedTransport listener(String host) {
    return listening.get(host);
  }

  void add(SimulatedConnection connection) {
    connections.add(connection);
  }

  void remove(SimulatedConnection connection) {
    connections.remove(connection);
  }

  void listener(NetworkListener hears) {
    listener = hears;
  }

  NetworkListener listener() {
    return listener;
  }

  /** How many streams there are, each end counted. */
  int connections() {
    return connections.size();
  }

  /** The ways that there have been, for whoever wants to change all of them. */
  List<SimulatedWay> ways() {
    return new ArrayList<>(ways.values());
  }
}
