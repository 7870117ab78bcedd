package io.herd.examples.sim;

import io.herd.testkit.sim.PlacedTopology;
import java.time.Duration;
import java.util.List;

/**
 * What is done in an experiment. Immutable.
 *
 * @param placed who talks with whom
 * @param spread how updates are spread
 * @param seed what chance is drawn from
 * @param latency how long a message takes
 * @param jitter how much longer it may take, drawn evenly
 * @param batching how long a record may wait for others
 * @param rate operations a second, over all servers
 * @param reads the share of operations that ask rather than report
 * @param clients how many clients there are; each has a server of its own that it reports to
 * @param moving the share of reports that are made at any server
 * @param warmUp how long the load runs before anything counts
 * @param duration how long it then runs
 * @param faults what goes wrong while it counts
 */
public record Plan(
    PlacedTopology placed,
    Spread spread,
    long seed,
    Duration latency,
    Duration jitter,
    Duration batching,
    double rate,
    double reads,
    int clients,
    double moving,
    Duration warmUp,
    Duration duration,
    List<Fault> faults) {

  /** How long the servers have for their links before the load begins. */
  static final Duration SETTLING = Duration.ofSeconds(10);

  /** How long the herd has after the load to become equal, and then again while it is not. */
  static final Duration DRAINING = Duration.ofSeconds(60);

  /** How long it has at most. */
  static final Duration DRAINING_MAX = Duration.ofMinutes(10);

  /** Checks the ranges. */
  public Plan {
    faults = List.copyOf(faults);
    check(!latency.isNegative(), "latency is " + latency + ", must not be negative");
    check(!jitter.isNegative(), "jitter is " + jitter + ", must not be negative");
    check(!batching.isNegative(), "batching is " + batching + ", must not be negative");
    check(rate > 0 && rate <= 1e6, "rate is " + rate + ", must be more than 0, up to 1,000,000");
    check(reads >= 0 && reads < 1, "reads is " + reads + ", must be 0 or more and less than 1");
    check(clients >= 1, "clients is " + clients + ", must be 1 or more");
    check(moving >= 0 && moving <= 1, "moving is " + moving + ", must be 0..1");
    check(!warmUp.isNegative(), "warm-up is " + warmUp + ", must not be negative");
    check(duration.toNanos() > 0, "duration is " + duration + ", must be more than 0");
  }

  private static void check(boolean good, String rule) {
    if (!good) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** The plan that the others are changed from: no batching, half of 100 operations a second. */
  public static Plan of(PlacedTopology placed, Spread spread) {
    Duration none = Duration.ZERO;
    Duration hop = Duration.ofMillis(100);
    Duration warmUp = Duration.ofSeconds(30);
    Duration counted = Duration.ofSeconds(20);
    return new Plan(
        placed, spread, 7, hop, none, none, 100, 0.5, 1_000, 0, warmUp, counted, List.of());
  }

  /** With another way of spreading. */
  public Plan withSpread(Spread other) {
    return new Plan(
        placed, other, seed, latency, jitter, batching, rate, reads, clients, moving, warmUp,
        duration, faults);
  }

  /** With another seed. */
  public Plan withSeed(long other) {
    return new Plan(
        placed, spread, other, latency, jitter, batching, rate, reads, clients, moving, warmUp,
        duration, faults);
  }

  /** With other delays: at least so long, and up to so much more. */
  public Plan withLatency(Duration least, Duration more) {
    return new Plan(
        placed, spread, seed, least, more, batching, rate, reads, clients, moving, warmUp, duration,
        faults);
  }

  /** With records waiting for others. */
  public Plan withBatching(Duration window) {
    return new Plan(
        placed, spread, seed, latency, jitter, window, rate, reads, clients, moving, warmUp,
        duration, faults);
  }

  /** With another load. */
  public Plan withLoad(double operationsPerSecond, double readShare, int clientCount) {
    return new Plan(
        placed,
        spread,
        seed,
        latency,
        jitter,
        batching,
        operationsPerSecond,
        readShare,
        clientCount,
        moving,
        warmUp,
        duration,
        faults);
  }

  /** With this share of the reports made at any server. */
  public Plan withMoving(double share) {
    return new Plan(
        placed, spread, seed, latency, jitter, batching, rate, reads, clients, share, warmUp,
        duration, faults);
  }

  /** With other times. */
  public Plan lasting(Duration before, Duration counted) {
    return new Plan(
        placed, spread, seed, latency, jitter, batching, rate, reads, clients, moving, before,
        counted, faults);
  }

  /** With this going wrong. */
  public Plan withFaults(Fault... these) {
    return new Plan(
        placed,
        spread,
        seed,
        latency,
        jitter,
        batching,
        rate,
        reads,
        clients,
        moving,
        warmUp,
        duration,
        List.of(these));
  }
}
