package io.herd.testkit.sim;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Hosts and the ways between them, in a {@link Simulation}. Streams keep their order; pieces arrive
 * after random times and cut at random places; a cut resets the streams between two hosts, and what
 * was under way is lost. Not thread-safe.
 */
public final class SimulatedNetwork {

  private final Simulation simulation;
  private final RandomGenerator random;
  private final Map<String, SimulatedTransport> listening = new HashMap<>();
  private final Set<Way> cut = new HashSet<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private long delayMinNanos = 100_000;
  private long delayMaxNanos = 1_000_000;

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

  private record Way(String one, String other) {
    static Way of(String a, String b) {
      return a.compareTo(b) < 0 ? new Way(a, b) : new Way(b, a);
    }
  }

  /** A network in which everything is connected. */
  public SimulatedNetwork(Simulation simulation) {
    this.simulation = simulation;
    this.random = simulation.random();
  }

  /** How long a piece takes on its way, drawn evenly, in nanoseconds. */
  public void delays(long minNanos, long maxNanos) {
    delayMinNanos = minNanos;
    delayMaxNanos = maxNanos;
  }

  /** The address of a host, whether there is one or not. A host has one address. */
  public SocketAddress address(String host) {
    return new Address(host);
  }

  /** A new host, or a new life of one that was crashed. */
  public SimulatedTransport transport(String host) {
    return new SimulatedTransport(simulation, this, host);
  }

  /** Cuts the way between two hosts: streams are reset, and no new ones come about. */
  public void cut(String one, String other) {
    cut.add(Way.of(one, other));
    for (SimulatedConnection connection : List.copyOf(connections)) {
      if (connection.isBetween(one, other)) {
        connection.reset();
      }
    }
  }

  /** Mends the way between two hosts. */
  public void mend(String one, String other) {
    cut.remove(Way.of(one, other));
  }

  /** Mends all ways. */
  public void mendAll() {
    cut.clear();
  }

  boolean isCut(String one, String other) {
    return cut.contains(Way.of(one, other));
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

  long delay() {
    return random.nextLong(delayMinNanos, delayMaxNanos + 1);
  }

  /**
   * Whether a stream that breaks looks to the other side as if it was closed: so it does when a
   * process is killed.
   */
  boolean endsAsIfClosed() {
    return random.nextBoolean();
  }

  /** How many of these bytes come in one piece. */
  int piece(int bytes) {
    return random.nextInt(4) == 0 ? random.nextInt(1, bytes + 1) : bytes;
  }
}
