package io.herd.testkit.sim;

import io.herd.Topology;
import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Fault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The faults of a run. Drawn from a seed, each plan has its own rates, and some kinds of fault not
 * at all: so a rare fault is not always hidden by a frequent one. Immutable.
 *
 * @param faults in the order of their times
 */
public record FaultPlan(List<Fault> faults) {

  private static final long SECOND = 1_000_000_000L;

  /** Copies the list. */
  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** No faults. */
  public static FaultPlan none() {
    return new FaultPlan(List.of());
  }

  /**
   * Draws a plan.
   *
   * @param spanNanos the time within which all faults begin
   */
  public static FaultPlan draw(RandomGenerator random, Topology topology, long spanNanos) {
    List<Relation> relations = List.copyOf(topology.relations());
    List<ServerId> servers = List.copyOf(topology.servers());
    List<Fault> faults = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int most = random.nextInt(5) < 2 ? mostOf(kind) : 0;
      int count = most == 0 ? 0 : 1 + random.nextInt(most);
      for (int i = 0; i < count; i++) {
        long at = random.nextLong(spanNanos);
        if (isOfAServer(kind)) {
          String server = servers.get(random.nextInt(servers.size())).toString();
          faults.add(new Fault(kind, at, length(kind, random), server, "", amount(kind, random)));
        } else if (!relations.isEmpty()) {
          Relation relation = relations.get(random.nextInt(relations.size()));
          faults.add(onAWay(kind, at, relation, random));
        }
      }
    }
    faults.sort(Comparator.comparingLong(Fault::atNanos));
    return new FaultPlan(faults);
  }

  private static Fault onAWay(Kind kind, long at, Relation relation, RandomGenerator random) {
    boolean back = random.nextBoolean();
    String from = (back ? relation.second() : relation.first()).toString();
    String to = (back ? relation.first() : relation.second()).toString();
    return new Fault(kind, at, length(kind, random), from, to, amount(kind, random));
  }

  private static boolean isOfAServer(Kind kind) {
    return switch (kind) {
      case CRASH, VANISH, PAUSE, CLOCK_STEP, CLOCK_DRIFT -> true;
      default -> false;
    };
  }

  private static int mostOf(Kind kind) {
    return switch (kind) {
      case CUT -> 25;
      case RESET -> 20;
      case CRASH, VANISH -> 4;
      default -> 8;
    };
  }

  private static long length(Kind kind, RandomGenerator random) {
    return switch (kind) {
      case RESET, CLOCK_STEP, CLOCK_DRIFT -> 0;
      case CRASH, VANISH -> random.nextLong(SECOND / 2, 8 * SECOND);
      default -> random.nextLong(SECOND / 20, 8 * SECOND);
    };
  }

  private static double amount(Kind kind, RandomGenerator random) {
    return switch (kind) {
      case LOSS -> random.nextDouble(0.001, 0.2);
      case NARROW -> random.nextInt(500, 20_000);
      case CLOCK_STEP ->
          random.nextInt(8) == 0 ? 315_360_000 : Math.rint(random.nextDouble(-90, 90));
      case CLOCK_DRIFT -> Math.rint(random.nextDouble(-50, 50)) / 1_000;
      default -> 0;
    };
  }

  /** The same without those from one index to another. */
  FaultPlan without(int from, int to) {
    List<Fault> rest = new ArrayList<>(faults);
    rest.subList(from, to).clear();
    return new FaultPlan(rest);
  }

  /** The same without those of a kind. */
  FaultPlan without(Kind kind) {
    return new FaultPlan(faults.stream().filter(fault -> fault.kind() != kind).toList());
  }

  /** One fault a line. */
  @Override
  public String toString() {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }
}
