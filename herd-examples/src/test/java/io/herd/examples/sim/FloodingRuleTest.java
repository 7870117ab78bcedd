package io.herd.examples.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Topologies;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules cost and lose what docs/flooding-rules.md says of them. */
class FloodingRuleTest {

  private static Plan plan(String topology, Spread spread) {
    return Plan.of(Topologies.parse(topology, 7), spread)
        .withLoad(20, 0.5, 100)
        .lasting(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void onAQuietRingEverybodyReachesAll(Spread spread) {
    Outcome outcome = Experiment.run(plan("ring:5", spread));
    assertTrue(outcome.allEqual());
    assertFalse(outcome.endless());
    assertEquals(0, outcome.stale());
    assertEquals(4 * outcome.updates(), outcome.latencies().count());
  }

  @Test
  void whoTellsAllNeighboursSendsOneMessageEachWayOfEachRelation() {
    Outcome outcome = Experiment.run(plan("default", Spread.TIME_DIFFERS));
    // what is under way when the counting begins and ends
    assertEquals(2 * 6, outcome.messagesPerUpdate(), 0.5);
  }

  @Test
  void aConnectionForEachMessageTakesThreeDelaysARelation() {
    Outcome outcome = Experiment.run(plan("default", Spread.TIME_DIFFERS));
    assertEquals(300, outcome.latencies().millis(0.5));
    assertEquals(600, outcome.latencies().millisMax());
    Outcome herd = Experiment.run(plan("default", Spread.FLOOD));
    assertEquals(200, herd.latencies().millisMax());
  }

  @Test
  void theRuleOfTheRingNeverEndsWhereThereIsAnotherCircle() {
    Outcome outcome = Experiment.run(plan("default", Spread.RING));
    assertTrue(outcome.endless());
    assertTrue(outcome.stopped());
  }

  @ParameterizedTest
  @EnumSource(Spread.class)
  void aServerThatWasAwayIsToldWhatItMissedByHerdOnly(Spread spread) {
    Duration moment = Duration.ofSeconds(3);
    Outcome outcome =
        Experiment.run(plan("ring:5", spread).withFaults(Faults.crash("S2", moment, moment)));
    assertEquals(spread.isHerd(), outcome.allEqual());
    assertEquals(spread.isHerd(), outcome.stale() == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Spread.class,
      names = {"TIME_DIFFERS", "LAST_STAMP"})
  void twoReportsOfAClientChaseEachOtherForEver(Spread spread) {
    Fault hurry = Faults.twoReports("S1", "S3", Duration.ofMillis(50));
    Outcome outcome = Experiment.run(plan("ring:5", spread).withFaults(hurry));
    assertTrue(outcome.endless());
    assertFalse(outcome.allEqual());
  }

  @Test
  void newsAreReadAsTheyWereWritten() {
    var a = ServerId.of("A");
    var b = ServerId.of("B");
    var news = new RuleServer.News(a, null, 3_000_000_007L, "kiwi", "+1-2", 5_000_000_009L);
    assertEquals("AT A -2.000000002 kiwi +1-2 5.000000009 3.000000007 B\n", news.line(b));
    assertEquals(
        new RuleServer.News(a, b, 3_000_000_007L, "kiwi", "+1-2", 5_000_000_009L),
        RuleServer.News.parse(news.line(b)));
  }
}
