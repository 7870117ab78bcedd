package io.herd.examples.sim;

import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Simulation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One run of a {@link Plan}: the servers start, the load runs until everything is steady, then it
 * is measured, and in the end the herd is left alone to become equal. Faults act on it through its
 * methods. Not thread-safe.
 */
public final class Experiment {

  private final Plan plan;
  private final Simulation simulation;
  private final RandomGenerator faultRandom;
  private final Meter meter;
  private final Spreading herd;
  private final Load load;
  private final List<ServerId> servers;
  private final Set<Relation> cut = new HashSet<>();

  private Experiment(Plan plan) {
    this.plan = plan;
    this.servers = List.copyOf(plan.placed().topology().servers());
    this.herd = Herds.of(plan);
    this.simulation = herd.simulation();
    this.faultRandom = simulation.random("faults");
    this.load = new Load(herd, servers, plan, simulation.random("load"));
    this.meter = new Meter(simulation, servers, new Traffic(simulation, servers.get(0)));
    herd.listener(meter);
  }

  /** Runs a plan. The same plan comes out the same every time. */
  public static Outcome run(Plan plan) {
    return new Experiment(plan).run();
  }

  private Outcome run() {
    servers.forEach(herd::start);
    simulation.runFor(Plan.SETTLING.toNanos());
    load.start();
    simulation.runFor(plan.warmUp().toNanos());
    meter.begin();
    long operationsBefore = load.operations();
    plan.faults().forEach(fault -> fault.schedule(this));
    simulation.runFor(plan.duration().toNanos());
    meter.end();
    long operations = load.operations() - operationsBefore;
    load.stop();
    // what is under way arrives; what is missing then is missing for another reason
    simulation.runFor(Duration.ofSeconds(5).toNanos());
    Repair repair = new Repair(meter.stale(), meter.traffic().recordBytesInAll());
    mendAll();
    drain();
    long repairBytes = meter.traffic().recordBytesInAll() - repair.bytesBefore();
    return Outcome.of(this, operations, repair.missing(), repairBytes, isEndless());
  }

  /** Whether messages are still sent for no reason. Herd's links are never silent. */
  private boolean isEndless() {
    long before = meter.traffic().messagesInAll();
    simulation.runFor(Duration.ofSeconds(10).toNanos());
    boolean silent = meter.traffic().messagesInAll() == before;
    return herd.wasStopped() || !plan.spread().isHerd() && !silent;
  }

  /** Leaves the herd alone until it is equal, or has had all the time it may take. */
  private void drain() {
    long end = simulation.now() + Plan.DRAINING_MAX.toNanos();
    do {
      simulation.runFor(Plan.DRAINING.toNanos());
    } while (plan.spread().isHerd() && meter.stale() > 0 && simulation.now() < end);
  }

  /**
   * Where the herd stands when everything is mended.
   *
   * @param missing places, a client at a server each, where the last report is missing
   */
  private record Repair(long missing, long bytesBefore) {}

  private void mendAll() {
    herd.network().mendAll();
    for (Relation relation : List.copyOf(cut)) {
      mend(relation);
    }
    for (ServerId server : servers) {
      if (!herd.isUp(server)) {
        start(server);
      }
      herd.resume(server);
    }
  }

  // --- what faults do ---

  /** The plan that is run. */
  public Plan plan() {
    return plan;
  }

  /** All servers, by name. */
  public List<ServerId> servers() {
    return servers;
  }

  /** What chance in faults is drawn from. */
  public RandomGenerator random() {
    return faultRandom;
  }

  /** Lets something happen so long from now, if the load still counts then. */
  public void after(Duration time, Runnable action) {
    simulation.after(time.toNanos(), action);
  }

  /** A relation drawn at random. */
  public Relation anyRelation() {
    List<Relation> all = List.copyOf(plan.placed().topology().relations());
    return all.get(faultRandom.nextInt(all.size()));
  }

  /** Cuts a relation: its connection is reset, and no new one comes about. */
  public void cut(Relation relation) {
    cut.add(relation);
    herd.network().cut(relation.first().toString(), relation.second().toString());
  }

  /** Mends a relation, and watches how long it takes until all is caught up with. */
  public void mend(Relation relation) {
    if (cut.remove(relation)) {
      herd.network().mend(relation.first().toString(), relation.second().toString());
      meter.onHealed();
    }
  }

  /** A server ends as by a power cut. */
  public void crash(ServerId server) {
    if (herd.isUp(server)) {
      herd.crash(server);
      meter.onCrash(server);
    }
  }

  /** A server that ended begins again, with nothing. */
  public void start(ServerId server) {
    if (!herd.isUp(server)) {
      herd.start(server);
      meter.onStart(server);
      meter.onHealed();
    }
  }

  /** The herd itself. */
  Spreading herd() {
    return herd;
  }

  /** The clients. */
  Load load() {
    return load;
  }

  /** What was measured. */
  Meter meter() {
    return meter;
  }
}
