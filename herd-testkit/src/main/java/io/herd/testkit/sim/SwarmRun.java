package io.herd.testkit.sim;

import io.herd.HerdStats;
import io.herd.HerdStats.Count;
import io.herd.Topology;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.protocol.AtRecord;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One seed of a {@link Swarm}: a herd drawn from it, with clients and faults, checked at every
 * step; then all faults end, and the herd has to become whole again. Not thread-safe.
 */
final class SwarmRun {

  /** How long clients report and faults begin. */
  static final long SPAN_NANOS = 60_000_000_000L;

  /** After the last fault, everything is well within this time. */
  static final Duration HEALED_WITHIN = Duration.ofSeconds(30);

  private static final long SECOND = 1_000_000_000L;
  private static final int CLIENTS = 30;

  /** How long servers may take to take out what has expired. */
  private static final long SWEPT_WITHIN_NANOS = 20 * SECOND;

  private final SimulatedHerd herd;
  private final HerdOracle oracle;
  private final FaultPlan plan;
  private final Trace trace;
  private final List<SimulatedClient> clients = new ArrayList<>();
  private int healedAfterSeconds;

  private SwarmRun(SimulatedHerd herd, FaultPlan plan, Trace trace) {
    this.herd = herd;
    this.plan = plan;
    this.trace = trace;
    this.oracle = new HerdOracle(herd);
    herd.listen(trace);
  }

  /**
   * The plan that belongs to a seed. Where records expire, clocks are right: what has expired by a
   * wrong clock is known again by a right one, at some servers and not at others.
   */
  static FaultPlan planOf(long seed) {
    Simulation simulation = new Simulation(seed);
    FaultPlan plan =
        FaultPlan.draw(simulation.random("faults"), topologyOf(simulation), SPAN_NANOS);
    return timeToLive(simulation).isZero()
        ? plan
        : plan.without(Kind.CLOCK_STEP).without(Kind.CLOCK_DRIFT);
  }

  private static Duration timeToLive(Simulation simulation) {
    RandomGenerator random = simulation.random("time to live");
    return Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(5, 100) : 0);
  }

  /** A run of a seed with these faults. */
  static SwarmRun of(
      long seed,
      Function<SimulatedHerdBuilder, SimulatedHerd> source,
      FaultPlan plan,
      Trace trace) {
    Simulation simulation = new Simulation(seed);
    RandomGenerator random = simulation.random("herd");
    Topology topology = topologyOf(simulation);
    SimulatedHerdBuilder builder =
        SimulatedHerd.builder(topology).seed(seed).latency(latency(random));
    boolean trees = random.nextBoolean();
    boolean mixed = random.nextInt(4) == 0;
    RandomGenerator which = simulation.random("policies");
    builder.policy(
        () -> (mixed ? which.nextBoolean() : trees) ? new OriginTrees() : new Flooding());
    builder.batching(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(1, 100) : 0));
    builder.timeToLive(timeToLive(simulation));
    if (random.nextInt(50) == 0) {
      builder.keys(SwarmKeys.of(topology.servers(), simulation.random("keys")));
    }
    return new SwarmRun(source.apply(builder), plan, trace);
  }

  private static Topology topologyOf(Simulation simulation) {
    RandomGenerator random = simulation.random("topology");
    int count = random.nextInt(3, 8);
    List<ServerId> servers = new ArrayList<>();
    Topology.Builder topology = Topology.builder();
    for (int i = 0; i < count; i++) {
      servers.add(ServerId.of(String.valueOf((char) ('A' + i))));
      topology.server(servers.get(i));
      if (i > 0) {
        topology.relation(servers.get(random.nextInt(i)), servers.get(i));
      }
    }
    for (int extra = random.nextInt(count + 1); extra > 0; extra--) {
      int one = random.nextInt(count - 1);
      topology.relation(servers.get(one), servers.get(random.nextInt(one + 1, count)));
    }
    return topology.build();
  }

  private static Latency latency(RandomGenerator random) {
    Duration some = Duration.ofMillis(random.nextInt(1, 200));
    return switch (random.nextInt(4)) {
      case 0 -> Latency.constant(some);
      case 1 -> Latency.uniform(Duration.ofMillis(1), some.plusMillis(1));
      case 2 -> Latency.exponential(Duration.ofMillis(1), some.dividedBy(3));
      default -> Latency.logNormal(some.dividedBy(2), 0.7);
    };
  }

  /** Runs, and throws if anything does not hold. */
  void run() {
    herd.startAll();
    plan.faults().forEach(fault -> fault.schedule(herd, trace));
    scheduleReports();
    scheduleRemovals();
    startClients();
    for (long time = 0; time < SPAN_NANOS + 2 * SECOND; time += SECOND) {
      herd.simulation().runFor(SECOND);
      oracle.checkAll();
    }
    heal();
    checkHealing();
    checkQuiet();
    checkExpiry();
  }

  /** The hash of all that happened. */
  long hash() {
    return trace.hash();
  }

  int reports() {
    return oracle.reports().size();
  }

  /** Within how many seconds the herd was whole again. */
  int healedAfterSeconds() {
    return healedAfterSeconds;
  }

  private void scheduleReports() {
    RandomGenerator random = herd.simulation().random("reports");
    int reports = random.nextInt(100, 400);
    // clients that move between servers often, or seldom
    double moving = random.nextDouble();
    List<SimulatedServer> servers = List.copyOf(herd.servers());
    for (int i = 0; i < reports; i++) {
      int number = random.nextInt(CLIENTS);
      boolean moves = random.nextDouble() < moving;
      int at = moves ? random.nextInt(servers.size()) : number % servers.size();
      SimulatedServer server = servers.get(at);
      String client = "client" + number;
      double latitude = random.nextDouble(-90, 90);
      long ahead = random.nextLong(-3 * SECOND, 3 * SECOND);
      herd.simulation()
          .after(
              random.nextLong(SPAN_NANOS),
              () -> {
                if (server.isUp()) {
                  server.report(client, latitude, 1, herd.epochNanos() + ahead);
                }
              });
    }
  }

  private void scheduleRemovals() {
    RandomGenerator random = herd.simulation().random("removals");
    int removals = random.nextInt(3) == 0 ? random.nextInt(1, 40) : 0;
    List<SimulatedServer> servers = List.copyOf(herd.servers());
    for (int i = 0; i < removals; i++) {
      SimulatedServer server = servers.get(random.nextInt(servers.size()));
      String client = "client" + random.nextInt(CLIENTS);
      herd.simulation()
          .after(
              random.nextLong(SPAN_NANOS),
              () -> {
                if (server.isUp()) {
                  server.remove(client);
                }
              });
    }
  }

  private void startClients() {
    int count = herd.simulation().random("clients").nextInt(8);
    boolean expires = herd.plan().timing().timeToLive() > 0;
    for (int i = 0; i < count; i++) {
      String name = "host-" + i;
      RandomGenerator random = herd.simulation().random("talk of " + name);
      ClientTalk talk = new ClientTalk(random, oracle.reports(), CLIENTS, expires);
      SimulatedClient client = new SimulatedClient(herd, name, talk);
      client.begin();
      clients.add(client);
    }
  }

  private void heal() {
    trace.note(herd.simulation().now(), "-", "all faults end");
    clients.forEach(SimulatedClient::stop);
    herd.network().mendAll();
    for (SimulatedServer server : herd.servers()) {
      if (server.isPaused()) {
        server.resume();
      }
    }
    herd.startAll();
  }

  private void checkHealing() {
    for (int second = 0; second < HEALED_WITHIN.toSeconds() && trouble() != null; second++) {
      herd.simulation().runFor(SECOND);
      healedAfterSeconds = second + 1;
    }
    oracle.checkAll();
    InvariantViolation trouble = trouble();
    if (trouble != null) {
      throw trouble;
    }
  }

  /** What is not well yet, or null. */
  private @Nullable InvariantViolation trouble() {
    for (SimulatedServer server : herd.servers()) {
      int neighbours = herd.topology().neighbours(server.id()).size();
      long up = server.stats().peersUp();
      if (up != neighbours) {
        return new InvariantViolation(
            Invariant.LINKS_COME_UP, server + " has " + up + " of " + neighbours + " links up");
      }
    }
    String stores = oracle.disagreement();
    if (stores != null) {
      return new InvariantViolation(Invariant.STORES_AGREE, stores);
    }
    String heads = herd.plan().keys().isEmpty() ? oracle.headsDisagreement() : null;
    return heads == null ? null : new InvariantViolation(Invariant.HEADS_AGREE, heads);
  }

  /** Repeats reports, and makes older ones, at every server: no record may be sent for that. */
  private void checkQuiet() {
    herd.simulation().runFor(3 * SECOND);
    long before = recordsSent();
    for (SimulatedServer server : herd.servers()) {
      for (AtRecord record : server.contents().values()) {
        if (server.find(record.clientId()) == null) {
          // expired, and not taken out yet: a phone that is far ahead may say the same anew
          continue;
        }
        String[] fields = record.toString().split(" ", -1);
        String same = "IAMAT " + fields[3] + " " + fields[4] + " " + fields[5];
        server.report(same);
        server.report("IAMAT " + fields[3] + " " + fields[4] + " -9000000000");
      }
    }
    herd.simulation().runFor(2 * SECOND);
    if (recordsSent() != before) {
      throw new InvariantViolation(
          Invariant.NOTHING_NEW_SENDS_NOTHING, recordsSent() - before + " records were sent");
    }
    oracle.checkAll();
  }

  /** Where records expire, nothing is left in the end, removals included; audits found nothing. */
  private void checkExpiry() {
    long timeToLive = herd.plan().timing().timeToLive();
    if (timeToLive > 0) {
      herd.simulation().runFor(timeToLive + herd.plan().timing().maxFuture() + SWEPT_WITHIN_NANOS);
    }
    for (SimulatedServer server : herd.servers()) {
      HerdStats stats = server.stats();
      if (timeToLive > 0 && (stats.clients() > 0 || !server.store().cursor().atEnd())) {
        throw new InvariantViolation(
            Invariant.EXPIRED_STAYS_AWAY, server + " still holds " + server.contents());
      }
      if (stats.count(Count.AUDIT_MISMATCHES) > 0) {
        throw new InvariantViolation(
            Invariant.HEADS_KEEP_THEIR_PROMISE,
            server + " was repaired by an audit, against its heads: " + stats);
      }
    }
  }

  private long recordsSent() {
    return herd.servers().stream()
        .mapToLong(server -> server.stats().count(Count.RECORDS_SENT))
        .sum();
  }
}
