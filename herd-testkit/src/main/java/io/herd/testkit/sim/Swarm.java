package io.herd.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Many simulated herds, one a seed: relations, delays, policies, clients and faults are drawn from
 * it, and every {@link Invariant} is checked. A seed that fails is told with its plan of faults,
 * made as short as it fails with, and with how to run it again. Immutable.
 */
public final class Swarm {

  private static final int SHRINKING_RUNS_MAX = 200;
  private static final int TOLD_LINES = 60;

  private final Function<SimulatedHerdBuilder, SimulatedHerd> source;
  private final String replay;

  private Swarm(Function<SimulatedHerdBuilder, SimulatedHerd> source, String replay) {
    this.source = source;
    this.replay = replay;
  }

  /** A swarm of herds as they are. */
  public static Swarm ofHerds() {
    return of(SimulatedHerdBuilder::build);
  }

  /**
   * A swarm of herds that are made like this: with a policy or a store to be tried, for instance.
   *
   * @param source builds the herd from what was drawn for it; may change that first
   */
  public static Swarm of(Function<SimulatedHerdBuilder, SimulatedHerd> source) {
    return new Swarm(source, "Swarm.run(<seed>)");
  }

  /**
   * The same with the command that a failure shows; {@code <seed>} in it is replaced by the seed.
   */
  public Swarm replayedBy(String command) {
    return new Swarm(source, command);
  }

  /** What a seed has come to. */
  public record Outcome(long seed, long hash, int reports, int healedAfterSeconds) {}

  /**
   * Runs one seed.
   *
   * @throws AssertionError if something does not hold, just as it was found
   */
  public Outcome run(long seed) {
    return run(seed, Trace.hashing());
  }

  /** Runs one seed and tells each event as a line. */
  public Outcome run(long seed, Consumer<String> lines) {
    return run(seed, Trace.readable(lines));
  }

  private Outcome run(long seed, Trace trace) {
    SwarmRun run = SwarmRun.of(seed, source, SwarmRun.planOf(seed), trace);
    run.run();
    return new Outcome(seed, run.hash(), run.reports(), run.healedAfterSeconds());
  }

  /**
   * Runs so many seeds, on all processors.
   *
   * @throws AssertionError if one fails; it says which, why, how to run it again, and what the
   *     shortest plan is that it fails with
   */
  public void runAll(long firstSeed, int seeds) {
    OptionalLong failing =
        LongStream.range(firstSeed, firstSeed + seeds)
            .parallel()
            .filter(seed -> failure(seed, SwarmRun.planOf(seed)) != null)
            .findAny();
    if (failing.isPresent()) {
      throw explain(failing.getAsLong());
    }
  }

  /** Runs a seed that fails, again and again with fewer faults, and says what is left of it. */
  AssertionError explain(long seed) {
    FaultPlan plan = SwarmRun.planOf(seed);
    Throwable first = failure(seed, plan);
    if (first == null) {
      return new AssertionError("seed " + seed + " failed once, but not again");
    }
    FaultPlan shortest = shortest(seed, plan, first);
    Deque<String> told = new ArrayDeque<>();
    Throwable last = failure(seed, shortest, Trace.last(TOLD_LINES, told));
    String text =
        "seed "
            + seed
            + ": "
            + (last == null ? first : last).getMessage()
            + "\nreplay: "
            + replay.replace("<seed>", Long.toString(seed))
            + "\nwith "
            + shortest.faults().size()
            + " of its "
            + plan.faults().size()
            + " faults it fails too:\n"
            + shortest
            + "\nthe end of that run:\n"
            + String.join("\n", told);
    return new AssertionError(text, last == null ? first : last);
  }

  /** Drops halves, quarters and so on of the faults, as long as it fails in the same way. */
  private FaultPlan shortest(long seed, FaultPlan plan, Throwable failure) {
    FaultPlan shortest = plan;
    int runs = 0;
    for (int part = plan.faults().size(); part > 0; part /= 2) {
      int from = 0;
      while (from < shortest.faults().size() && runs < SHRINKING_RUNS_MAX) {
        FaultPlan shorter = shortest.without(from, Math.min(from + part, shortest.faults().size()));
        runs++;
        if (isSame(failure, failure(seed, shorter))) {
          shortest = shorter;
        } else {
          from += part;
        }
      }
    }
    return shortest;
  }

  private static boolean isSame(Throwable one, @Nullable Throwable other) {
    if (one instanceof InvariantViolation first && other instanceof InvariantViolation second) {
      return first.invariant() == second.invariant();
    }
    return other != null && one.getClass().equals(other.getClass());
  }

  @Nullable Throwable failure(long seed, FaultPlan plan) {
    return failure(seed, plan, Trace.hashing());
  }

  private @Nullable Throwable failure(long seed, FaultPlan plan, Trace trace) {
    try {
      SwarmRun.of(seed, source, plan, trace).run();
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }
}
