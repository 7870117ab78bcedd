package io.herd.examples.sim;

import static io.herd.examples.sim.Spread.FLOOD;
import static io.herd.examples.sim.Spread.TREES;

import io.herd.testkit.sim.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The scenarios whose figures are published in {@code docs/scenarios.md}. Immutable. */
public final class Scenarios {

  private static final String FIVE = "default";
  private static final String CIRCULANT = "circulant:25:1,5,7";
  private static final Duration LAN = Duration.ofMillis(1);

  private Scenarios() {}

  private static Plan plan(String topology) {
    return Plan.of(Topologies.parse(topology, 7), FLOOD);
  }

  private static Scenario both(String name, Plan plan) {
    return Scenario.of(name, plan, FLOOD, TREES);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  /** Nothing goes wrong: what an update costs, and how long it takes. */
  public static List<Scenario> healthy() {
    List<Scenario> all = new ArrayList<>();
    all.add(both("five-server herd", plan(FIVE)));
    all.add(both("ring of 25", plan("ring:25")));
    all.add(both("grid of 5 by 5", plan("grid:5x5")));
    all.add(both("circulant of 25", plan(CIRCULANT)));
    for (int millis : new int[] {40, 60, 70, 80, 100}) {
      Plan batched = plan(CIRCULANT).withBatching(Duration.ofMillis(millis));
      all.add(Scenario.of("the same, batches of " + millis + " ms", batched, TREES));
    }
    all.add(both("circulant, a tenth of reports made anywhere", moving()));
    Plan large = plan("regular:200:6").withLoad(100, 0.5, 2_000).lasting(seconds(60), seconds(20));
    all.add(both("200 servers, 6 random neighbours each", large));
    all.add(both("two zones of 50, two gateways each", plan("zones:50x2:2")));
    return all;
  }

  private static Plan moving() {
    return plan(CIRCULANT).withMoving(0.1).lasting(seconds(60), seconds(60));
  }

  /** Something goes wrong, and is mended. */
  public static List<Scenario> disturbed() {
    List<Scenario> all = new ArrayList<>();
    Plan circulant = plan(CIRCULANT);
    Plan five = plan(FIVE);
    all.add(both("star of 25, its hub gone for 5 s", hubCrash()));
    all.add(
        both(
            "all 25 of the circulant restarted, one every 2 s",
            circulant
                .lasting(seconds(30), seconds(52))
                .withFaults(Faults.rollingRestart(seconds(2), seconds(1)))));
    all.add(
        both(
            "circulant, a random relation cut every 5 s for 2 s",
            circulant
                .lasting(seconds(30), seconds(60))
                .withFaults(Faults.cuts(seconds(5), seconds(2)))));
    all.add(
        both(
            "circulant, 5 % of messages lost by resets",
            circulant.withFaults(Faults.resets(0.05))));
    all.add(
        both(
            "five-server herd, one relation flapping at 1 Hz",
            five.withFaults(Faults.flapping("Bona", "Clark", seconds(1)))));
    all.add(
        both(
            "every tenth phone an hour ahead",
            five.withFaults(Faults.clientClocks(10, Duration.ofHours(1)))));
    all.add(
        both(
            "every tenth phone ten years ahead",
            five.withFaults(Faults.clientClocks(10, Duration.ofDays(3_653)))));
    all.add(
        both(
            "a server's clock 5 minutes behind",
            five.withFaults(Faults.serverClock("Bona", Duration.ofMinutes(-5)))));
    all.add(both("Bailey reads at 1/100 of the speed it needs", slowReader()));
    all.add(both("Bailey away for 10 s, 10,000 clients", away(seconds(10))));
    all.add(both("Bailey away for 10 min, 10,000 clients", away(seconds(600))));
    return all;
  }

  private static Plan hubCrash() {
    return plan("star:25").withFaults(Faults.crash("S01", seconds(5), seconds(5)));
  }

  /** 2,000 reports of about 105 bytes a second, of which a hundredth comes through each way. */
  private static Plan slowReader() {
    return plan(FIVE)
        .withLatency(LAN, Duration.ZERO)
        .withLoad(2_000, 0, 2_000)
        .lasting(seconds(5), seconds(20))
        .withFaults(Faults.slowReader("Bailey", 2_100));
  }

  private static Plan away(Duration time) {
    return plan(FIVE)
        .withLatency(LAN, Duration.ZERO)
        .withLoad(500, 0, 10_000)
        .lasting(seconds(25), time)
        .withFaults(Faults.away("Bailey", Duration.ZERO));
  }
}
