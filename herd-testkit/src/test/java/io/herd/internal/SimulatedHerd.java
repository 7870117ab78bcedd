package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Audience;
import io.herd.HerdListener;
import io.herd.HerdStats;
import io.herd.Limits;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.OriginKeys;
import io.herd.flood.Flooding;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.Listener;
import io.herd.spi.WireLog;
import io.herd.store.LogStore;
import io.herd.testkit.sim.AnyHost;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.SimulatedTransport;
import io.herd.testkit.sim.Simulation;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A herd of real nodes in a simulation, with an observer who sees into all of them. */
final class SimulatedHerd {

  static final long MAX_FUTURE_NANOS = 60_000_000_000L;

  final Simulation simulation;
  final SimulatedNetwork network;
  final RandomGenerator random;
  final Map<String, Member> members = new LinkedHashMap<>();
  final List<Accepted> accepted = new ArrayList<>();
  Limits limits = Limits.defaults();
  FloodingPolicy policy = new Flooding();
  Timing timing = Timing.defaults();

  /** Sees the lines of all servers, if there is one. */
  @Nullable WireLog wireLog;

  /** How far the servers' clocks may be apart, and a record may be under way, at its expiry. */
  long borderNanos = 5_000_000_000L;

  /** The keys of every server by name; without any, records are not signed. */
  final Map<String, KeyPair> keys = new HashMap<>();

  /** A report that some node accepted. */
  record Accepted(OriginId origin, long sequence, AtView view) {}

  SimulatedHerd(long seed) {
    simulation = new Simulation(seed);
    network = new SimulatedNetwork(simulation);
    random = simulation.random();
  }

  /** One server, through all its lives. */
  final class Member {
    final String name;
    final List<String> neighbours = new ArrayList<>();
    @Nullable SimulatedTransport transport;
    @Nullable NodeCore core;
    @Nullable OriginId self;
    @Nullable Listener listener;

    Member(String name) {
      this.name = name;
    }

    boolean isUp() {
      return core != null;
    }

    void start() {
      SimulatedTransport host = network.transport(name);
      OriginId origin = new OriginId(ServerId.of(name), host.random().nextLong(1, 1L << 40));
      List<Neighbour> relations = new ArrayList<>();
      for (String neighbour : neighbours) {
        relations.add(new Neighbour(ServerId.of(neighbour), network.address(neighbour)));
      }
      Settings settings =
          new Settings(
              origin,
              "simulated",
              limits,
              timing,
              false,
              null,
              null,
              policy,
              null,
              new HerdListener() {
                @Override
                public void onReport(AtView report, boolean acceptedHere) {
                  if (acceptedHere) {
                    note(origin, report);
                  }
                }

                @Override
                public void onRemoval(AtView removal, boolean removedHere) {
                  if (removedHere) {
                    note(origin, removal);
                  }
                }
              },
              wireLog);
      Membership membership = new Membership(relations, null, new AnyHost(), keysOf(name));
      LogStore store = new LogStore(MAX_FUTURE_NANOS, host.random().nextLong());
      NodeCore node = new NodeCore(settings, host, store, membership);
      listener = host.listen(network.address(name), from -> node.accept(Audience.ALL, from));
      host.execute(node::start);
      transport = host;
      core = node;
      self = origin;
    }

    void crash() {
      transport.crash();
      core = null;
    }

    /** Ends in good order, as HerdNode does. */
    void stop(long drainNanos, Runnable done) {
      listener.close();
      NodeCore node = core;
      transport.execute(() -> node.stop(drainNanos, done));
    }

    void report(String id, long clientNanos) {
      long seconds = Math.floorDiv(clientNanos, 1_000_000_000L);
      long nanos = Math.floorMod(clientNanos, 1_000_000_000L);
      String line = "IAMAT %s +1.5-2.5 %d.%09d".formatted(id, seconds, nanos);
      NodeCore node = core;
      transport.execute(
          () -> {
            if (node == core) {
              node.local().report(line.getBytes(UTF_8));
            }
          });
    }

    void remove(String id) {
      NodeCore node = core;
      transport.execute(
          () -> {
            if (node == core) {
              node.local().remove(id.getBytes(UTF_8));
            }
          });
    }

    @Nullable AtRecord find(String id) {
      return core.local().find(id.getBytes(UTF_8));
    }

    Map<String, String> contents() {
      Map<String, String> all = new TreeMap<>();
      AtView view = new AtView();
      try (var cursor = core.store().cursor()) {
        while (cursor.next(view)) {
          all.put(view.clientId(), view.toString());
        }
      }
      return all;
    }

    HerdStats stats() {
      return core.stats();
    }
  }

  private @Nullable OriginKeys keysOf(String name) {
    if (keys.isEmpty()) {
      return null;
    }
    Map<ServerId, PublicKey> servers = new HashMap<>();
    keys.forEach((server, pair) -> servers.put(ServerId.of(server), pair.getPublic()));
    return OriginKeys.of(ServerId.of(name), keys.get(name).getPrivate(), servers);
  }

  private void note(OriginId origin, AtView report) {
    AtView view = new AtView();
    byte[] line = Arrays.copyOfRange(report.bytes, report.start, report.end + 1);
    int shift = report.idStart - report.start;
    view.line(line, 0, line.length - 1, shift, shift + report.idEnd - report.idStart);
    view.clientNanos = report.clientNanos;
    view.receiptNanos = report.receiptNanos;
    accepted.add(new Accepted(origin, report.sequence, view));
  }

  Member member(String name) {
    return members.computeIfAbsent(name, Member::new);
  }

  void relate(String one, String other) {
    member(one).neighbours.add(other);
    member(other).neighbours.add(one);
  }

  long now() {
    return 1_767_225_600_000_000_000L + simulation.now();
  }

  /**
   * A head that covers a report promises that the node holds it, or a greater one of the same
   * client.
   */
  void checkHeads() {
    AtView held = new AtView();
    for (Member member : members.values()) {
      if (!member.isUp()) {
        continue;
      }
      Replica replica = member.core.replica();
      for (Accepted report : accepted) {
        int origin = replica.origins().indexOf(report.origin);
        if (report.sequence > replica.heads().get(origin)) {
          continue;
        }
        AtView view = report.view;
        if (replica.lifetime().isOver(view, now() + borderNanos)) {
          continue;
        }
        boolean found =
            replica.store().find(view.bytes, view.idStart, view.idEnd, held)
                && held.compareTo(view, MAX_FUTURE_NANOS) >= 0;
        assertTrue(found, () -> member.name + "'s head covers " + view + ", but it holds " + held);
      }
    }
  }
}
