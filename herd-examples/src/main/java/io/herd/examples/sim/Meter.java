package io.herd.examples.sim;

import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows every update to every server. Updates of a client are numbered in the order in which they
 * were accepted; a server has an update when it keeps that one or a later one of the client. Not
 * thread-safe.
 */
final class Meter implements SpreadListener {

  private final Simulation simulation;
  private final Traffic traffic;
  private final List<ServerId> servers;
  private final Map<ServerId, Integer> indices = new HashMap<>();
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final List<Healing> healings = new ArrayList<>();
  private final boolean[] up;
  private final boolean[] setAside;
  private final Map<ServerId, Long> arrivals = new TreeMap<>();
  private @Nullable Client followed;
  private int followedUpdate;
  private long beginNanos = Long.MAX_VALUE;
  private long endNanos = Long.MAX_VALUE;
  private long updates;
  private long[] latencies = new long[1 << 12];
  private int latencyCount;

  /** An accepted report, and whether how long it takes counts. */
  private record Update(long clientNanos, long acceptedNanos, boolean counts) {}

  /** What is known of one client. */
  private static final class Client {
    final List<Update> updates = new ArrayList<>();
    final int[] reached;
    final int[] held;

    Client(int servers) {
      reached = new int[servers];
      held = new int[servers];
      Arrays.fill(reached, -1);
      Arrays.fill(held, -1);
    }

    int last() {
      return updates.size() - 1;
    }

    /** The number of the update of this time, or -1. */
    int find(long clientNanos) {
      int update = last();
      while (update >= 0 && updates.get(update).clientNanos() != clientNanos) {
        update--;
      }
      return update;
    }
  }

  /** What was to be caught up with when something was healed, and how long that took. */
  private static final class Healing {
    final long sinceNanos;
    final Map<Client, Integer> targets = new HashMap<>();
    long pending;
    long doneNanos = -1;

    Healing(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  Meter(Simulation simulation, Collection<ServerId> servers, Traffic traffic) {
    this.simulation = simulation;
    this.traffic = traffic;
    this.servers = List.copyOf(servers);
    for (ServerId server : servers) {
      indices.put(server, indices.size());
    }
    this.up = new boolean[servers.size()];
    Arrays.fill(up, true);
    this.setAside = new boolean[servers.size()];
  }

  /** From now on updates and messages count, until {@link #end}. */
  void begin() {
    beginNanos = simulation.now();
    traffic.begin();
  }

  /** Updates accepted from now on don't count. */
  void end() {
    endNanos = simulation.now();
    traffic.end();
  }

  private int indexOf(ServerId server) {
    Integer index = indices.get(server);
    if (index == null) {
      throw new IllegalArgumentException("server is " + server + ", must be one of " + servers);
    }
    return index;
  }

  @Override
  public void onKept(ServerId at, String id, long clientNanos, boolean acceptedHere) {
    int server = indexOf(at);
    Client client = clients.computeIfAbsent(id, key -> new Client(servers.size()));
    if (acceptedHere) {
      boolean counts = counts(simulation.now()) && !setAside[server];
      client.updates.add(new Update(clientNanos, simulation.now(), counts));
      updates += counts ? 1 : 0;
      if (traffic.follows(at, clientNanos)) {
        followed = client;
        followedUpdate = client.last();
      }
    }
    int update = client.find(clientNanos);
    if (update < 0) {
      throw new IllegalStateException(at + " keeps a report of " + id + " that nobody accepted");
    }
    for (int i = client.reached[server] + 1; i <= update; i++) {
      Update reached = client.updates.get(i);
      long nanos = simulation.now() - reached.acceptedNanos();
      if (reached.counts() && !setAside[server] && !(acceptedHere && i == update)) {
        addLatency(nanos);
      }
      if (client == followed && i == followedUpdate) {
        arrivals.put(at, nanos);
      }
    }
    client.reached[server] = Math.max(client.reached[server], update);
    int before = client.held[server];
    client.held[server] = update;
    healings.forEach(healing -> advance(healing, client, before, update));
  }

  private boolean counts(long nanos) {
    return nanos >= beginNanos && nanos < endNanos;
  }

  private void addLatency(long nanos) {
    if (latencyCount == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * latencyCount);
    }
    latencies[latencyCount++] = nanos;
  }

  private void advance(Healing healing, Client client, int before, int now) {
    int target = healing.targets.getOrDefault(client, -1);
    if (healing.doneNanos < 0 && before < target && now >= target && --healing.pending == 0) {
      healing.doneNanos = simulation.now();
    }
  }

  @Override
  public void onMessage(String from, String to, byte[] bytes, int offset, int length) {
    traffic.onMessage(from, to, bytes, offset, length);
  }

  /** From now on updates of this server don't count, nor how long others take to it. */
  void setAside(ServerId server) {
    setAside[indexOf(server)] = true;
  }

  /** A server is gone with all that it held. What nobody else had is lost with it. */
  void onCrash(ServerId at) {
    int server = indexOf(at);
    up[server] = false;
    clients.values().forEach(client -> client.held[server] = -1);
    healings.stream().filter(healing -> healing.doneNanos < 0).forEach(this::count);
  }

  /** A server begins, with nothing. */
  void onStart(ServerId at) {
    up[indexOf(at)] = true;
  }

  /**
   * Something was mended: from now on it is seen how long it takes until every server that is up
   * has what any of them has now.
   */
  void onHealed() {
    Healing healing = new Healing(simulation.now());
    healings.add(healing);
    count(healing);
  }

  private void count(Healing healing) {
    boolean isNew = healing.targets.isEmpty();
    healing.pending = 0;
    for (Client client : clients.values()) {
      int most = -1;
      for (int i = 0; i < up.length; i++) {
        most = up[i] ? Math.max(most, client.held[i]) : most;
      }
      int target = Math.min(most, isNew ? most : healing.targets.getOrDefault(client, -1));
      healing.targets.put(client, target);
      for (int i = 0; i < up.length; i++) {
        healing.pending += up[i] && client.held[i] < target ? 1 : 0;
      }
    }
    if (healing.pending == 0) {
      healing.doneNanos = simulation.now();
    }
  }

  // --- what came out ---

  Traffic traffic() {
    return traffic;
  }

  /** Updates accepted while they counted. */
  long updates() {
    return updates;
  }

  /** How long the followed update took to each server. */
  Map<ServerId, Long> arrivalsNanos() {
    return arrivals;
  }

  /** Updates accepted at any time. */
  long updatesInAll() {
    return clients.values().stream().mapToLong(client -> client.updates.size()).sum();
  }

  /** How many clients have reported. */
  int clients() {
    return clients.size();
  }

  /** How long each update took to each other server. */
  Times latencies() {
    return Times.of(latencies, latencyCount);
  }

  /** Places where the last accepted report of a client is not kept: a client at a server each. */
  long stale() {
    long stale = 0;
    for (Client client : clients.values()) {
      for (int i = 0; i < up.length; i++) {
        stale += up[i] && client.held[i] != client.last() ? 1 : 0;
      }
    }
    return stale;
  }

  /** Clients whose last accepted report is at no server at all. */
  long lost() {
    return clients.values().stream()
        .filter(client -> Arrays.stream(client.held).noneMatch(held -> held == client.last()))
        .count();
  }

  /** How long each healing took that is over. */
  Times healings() {
    long[] nanos =
        healings.stream()
            .filter(healing -> healing.doneNanos >= 0)
            .mapToLong(healing -> healing.doneNanos - healing.sinceNanos)
            .toArray();
    return Times.of(nanos, nanos.length);
  }

  /** Healings that are not over. */
  int unhealed() {
    return healings.size() - healings().count();
  }
}
