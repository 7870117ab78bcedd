package io.herd.examples.sim;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came out of an experiment. Immutable.
 *
 * @param plan what was done
 * @param operations operations while they counted
 * @param updates of these, the reports that their servers kept
 * @param messages messages between servers in that time
 * @param messagesWithRecords of these, the ones with a record
 * @param records records in them
 * @param bytes bytes of the messages
 * @param latencies how long each update took to each other server
 * @param prunes requests to leave an origin out, from the start
 * @param grafts requests to send an origin again, from the start
 * @param healings how long it took, after each mending, until all servers had what any had then
 * @param unhealed mendings after which that was not so in the end
 * @param missing places, a client at a server each, where the last report was missing when the load
 *     had ended and everything was mended
 * @param repairBytes bytes of the records sent from then on
 * @param refused reports that found their server down
 * @param allEqual whether all servers hold the same in the end
 * @param stale places where the last report is missing in the end
 * @param lost clients whose last report is nowhere in the end
 * @param clients clients that have reported
 * @param stopped whether the herd had to be stopped, since its messages became more and more
 * @param endless whether messages were still sent long after the last report
 * @param path how one update went
 */
public record Outcome(
    Plan plan,
    long operations,
    long updates,
    long messages,
    long messagesWithRecords,
    long records,
    long bytes,
    Times latencies,
    long prunes,
    long grafts,
    Times healings,
    int unhealed,
    long missing,
    long repairBytes,
    long refused,
    boolean allEqual,
    long stale,
    long lost,
    int clients,
    boolean stopped,
    boolean endless,
    Path path) {

  /**
   * The way of one update through the herd. Immutable.
   *
   * @param arrivalsNanos when it came to each server, since it was accepted
   * @param first the hops that brought it to a server
   * @param again the hops that brought it to where it was already
   */
  public record Path(Map<ServerId, Long> arrivalsNanos, List<Hop> first, List<Hop> again) {
    /** Copies. */
    public Path {
      arrivalsNanos = Map.copyOf(arrivalsNanos);
      first = List.copyOf(first);
      again = List.copyOf(again);
    }
  }

  /**
   * From one server to another. Immutable.
   *
   * @param from who sent
   * @param to who was sent to
   */
  public record Hop(ServerId from, ServerId to) {}

  static Outcome of(
      Experiment experiment, long operations, long missing, long repairBytes, boolean endless) {
    Meter meter = experiment.meter();
    Traffic traffic = meter.traffic();
    Spreading herd = experiment.herd();
    Set<Map<String, Long>> contents = new HashSet<>();
    experiment.servers().forEach(server -> contents.add(herd.contents(server)));
    return new Outcome(
        experiment.plan(),
        operations,
        meter.updates(),
        traffic.messages(),
        traffic.messagesWithRecords(),
        traffic.records(),
        traffic.bytes(),
        meter.latencies(),
        traffic.prunes(),
        traffic.grafts(),
        meter.healings(),
        meter.unhealed(),
        missing,
        repairBytes,
        experiment.load().refused(),
        contents.size() == 1,
        meter.stale(),
        meter.lost(),
        meter.clients(),
        herd.wasStopped(),
        endless,
        path(experiment.plan(), meter));
  }

  /** Splits the hops of the followed update into those that brought it and those in vain. */
  private static Path path(Plan plan, Meter meter) {
    Map<ServerId, Long> arrivals = meter.arrivalsNanos();
    long least = plan.latency().toNanos();
    Set<ServerId> reached = new HashSet<>();
    var first = new ArrayList<Hop>();
    var again = new ArrayList<Hop>();
    for (Traffic.Hop hop : meter.traffic().hops()) {
      Hop named = new Hop(ServerId.of(hop.from()), ServerId.of(hop.to()));
      long arrival = arrivals.getOrDefault(named.to(), -1L);
      // of the hops that can have brought it, the one that began first
      if (arrival > 0 && hop.sentNanos() + least <= arrival && reached.add(named.to())) {
        first.add(named);
      } else {
        again.add(named);
      }
    }
    return new Path(arrivals, first, again);
  }

  // --- figures made of others ---

  /** The servers and their relations. */
  public Topology topology() {
    return plan.placed().topology();
  }

  /** Messages between servers for each update. */
  public double messagesPerUpdate() {
    return messages / (double) Math.max(1, updates);
  }

  /** Messages between servers for each operation. */
  public double messagesPerOperation() {
    return messages / (double) Math.max(1, operations);
  }

  /** Records sent for each update. */
  public double recordsPerUpdate() {
    return records / (double) Math.max(1, updates);
  }

  /** By how much more records were sent than the other servers need. */
  public double redundancy() {
    return recordsPerUpdate() / (topology().servers().size() - 1) - 1;
  }
}
