package io.herd.examples.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.sim.Topologies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExperimentTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Plan plan(String topology, Spread spread) {
    return Plan.of(Topologies.parse(topology, 7), spread)
        .withLoad(50, 0.5, 100)
        .lasting(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  private static String table(Outcome outcome) {
    StringWriter text = new StringWriter();
    new OutcomeTable(outcome).print(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void theSamePlanGivesTheSameTableAndAnotherSeedAnother() {
    Plan plan = plan("default", Spread.TREES).withFaults(Faults.cuts(SECOND, SECOND));
    String first = table(Experiment.run(plan));
    assertEquals(first, table(Experiment.run(plan)));
    assertNotEquals(first, table(Experiment.run(plan.withSeed(8))));
  }

  @Test
  void floodingSendsEveryRecordOverEveryRelationButBack() {
    Outcome outcome = Experiment.run(plan("default", Spread.FLOOD));
    assertEquals(outcome.topology().messagesFlooding(), outcome.recordsPerUpdate(), 0.2);
    assertEquals(0, outcome.prunes());
  }

  @Test
  void treesSendEveryRecordToEveryServerOnce() {
    Outcome outcome = Experiment.run(plan("default", Spread.TREES));
    assertEquals(outcome.topology().messagesTree(), outcome.recordsPerUpdate(), 0.1);
    assertEquals(0, outcome.redundancy(), 0.02);
    assertTrue(outcome.prunes() > 0);
  }

  @Test
  void latenciesAreWholeHopsAndEveryUpdateIsTimedAtEveryOtherServer() {
    Outcome outcome = Experiment.run(plan("line:4", Spread.FLOOD));
    assertEquals(3 * outcome.updates(), outcome.latencies().count());
    assertEquals(100, outcome.latencies().millis(0));
    assertEquals(300, outcome.latencies().millisMax());
  }

  @Test
  void theShareOfReportsIsExact() {
    Outcome outcome = Experiment.run(plan("line:2", Spread.FLOOD));
    assertEquals(outcome.operations() / 2.0, outcome.updates(), 1);
  }

  @Test
  void theFollowedUpdateHasOneFirstHopToEachOtherServer() {
    Outcome.Path path = Experiment.run(plan("grid:3x3", Spread.FLOOD)).path();
    assertEquals(9, path.arrivalsNanos().size());
    assertEquals(8, path.first().size());
    assertEquals(8, path.first().stream().map(Outcome.Hop::to).distinct().count());
    assertTrue(path.again().size() > 0);
  }

  @Test
  void aServerThatWasAwayIsSentWhatItMissedAndNotMore() {
    Plan plan = plan("default", Spread.FLOOD).withFaults(Faults.away("Bailey", SECOND));
    Outcome outcome = Experiment.run(plan);
    assertTrue(outcome.allEqual());
    assertTrue(outcome.missing() > 0);
    assertEquals(0, outcome.unhealed());
    assertEquals(0, outcome.stale());
    // two relations bring what was missed here, and each record has some 100 bytes
    assertTrue(outcome.repairBytes() < 3 * 120 * outcome.missing(), "" + outcome.repairBytes());
  }

  @Test
  void allServersRestartedWithoutMemoryLoseNothing() {
    Duration length = Duration.ofMillis(700);
    Plan plan = plan("default", Spread.TREES).withFaults(Faults.rollingRestart(SECOND, length));
    Outcome outcome = Experiment.run(plan);
    assertTrue(outcome.refused() > 0);
    assertTrue(outcome.allEqual());
    assertEquals(0, outcome.lost());
  }

  @Test
  void aSlowReaderDelaysNobodyElse() {
    Plan plan =
        plan("default", Spread.FLOOD)
            .withLoad(500, 0, 100)
            .withFaults(Faults.slowReader("Bailey", 1_000));
    Outcome outcome = Experiment.run(plan);
    assertEquals(200, outcome.latencies().millisMax());
    assertTrue(outcome.allEqual());
  }

  @Test
  void phonesWithWrongClocksAreHeardAsOthersAre() {
    Plan plan =
        plan("default", Spread.TREES)
            .withFaults(
                Faults.clientClocks(2, Duration.ofDays(3_653)),
                Faults.serverClock("Bona", Duration.ofMinutes(-5)));
    Outcome outcome = Experiment.run(plan);
    assertTrue(outcome.allEqual());
    assertEquals(0, outcome.stale());
    assertEquals(200, outcome.latencies().millisMax());
  }

  @Test
  void aPlanThatCannotBeIsToldWithTheRule() {
    Plan plan = plan("line:2", Spread.FLOOD);
    var rate = assertThrows(IllegalArgumentException.class, () -> plan.withLoad(0, 0.5, 1));
    assertEquals("rate is 0.0, must be more than 0, up to 1,000,000", rate.getMessage());
    assertThrows(IllegalArgumentException.class, () -> plan.withLoad(1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> plan.withLoad(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> plan.withMoving(1.1));
    assertThrows(IllegalArgumentException.class, () -> plan.lasting(SECOND, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> plan.withLatency(SECOND.negated(), SECOND));
  }
}
