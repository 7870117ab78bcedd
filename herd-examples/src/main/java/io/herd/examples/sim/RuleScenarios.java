package io.herd.examples.sim;

import io.herd.testkit.sim.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Herd and the flooding rules it is compared with, in {@code docs/flooding-rules.md}. Immutable.
 */
public final class RuleScenarios {

  private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

  private RuleScenarios() {}

  private static Scenario all(String name, String topology, Fault... faults) {
    Plan plan =
        Plan.of(Topologies.parse(topology, 7), Spread.FLOOD)
            .lasting(TWENTY_SECONDS, TWENTY_SECONDS)
            .withFaults(faults);
    return Scenario.of(name, plan, Spread.values());
  }

  /** Nothing goes wrong, and no client reports again before its last report is everywhere. */
  public static List<Scenario> healthy() {
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(all("ring of five", "ring:5"));
    scenarios.add(all("five-server herd", "default"));
    scenarios.add(all("five, all related", "full:5"));
    scenarios.add(all("grid of 5 by 5", "grid:5x5"));
    return scenarios;
  }

  /** What is lost, mostly on a ring of five, where every rule ends. */
  public static List<Scenario> disturbed() {
    Duration five = Duration.ofSeconds(5);
    Duration second = Duration.ofSeconds(1);
    Duration moment = Duration.ofMillis(50);
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(
        all("ring, a server down for 5 s, then back", "ring:5", Faults.crash("S2", five, five)));
    scenarios.add(
        all("ring, a relation flapping at 1 Hz", "ring:5", Faults.flapping("S1", "S2", second)));
    scenarios.add(
        all("line, a relation flapping at 1 Hz", "line:5", Faults.flapping("S2", "S3", second)));
    scenarios.add(
        all("ring, two reports 50 ms apart", "ring:5", Faults.twoReports("S1", "S3", moment)));
    scenarios.add(
        all(
            "five-server herd, two reports 50 ms apart",
            "default",
            Faults.twoReports("Clark", "Campbell", moment)));
    return scenarios;
  }
}
