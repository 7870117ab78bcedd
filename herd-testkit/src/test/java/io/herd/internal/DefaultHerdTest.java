package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedServer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Five servers and six relations through cuts, pauses, restarts and slow readers. */
final class DefaultHerdTest {

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final int RELATIONS = 6;
  private static final int SERVERS = 5;

  private SimulatedHerd herd = five(1);

  private static SimulatedHerd five(long seed) {
    return Herds.of(
            "Clark-Jaquez",
            "Clark-Bona",
            "Campbell-Bailey",
            "Campbell-Bona",
            "Campbell-Jaquez",
            "Bona-Bailey")
        .seed(seed)
        .build();
  }

  private void started(long seed) {
    herd = five(seed);
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
  }

  private void pair() {
    pair(Limits.defaults());
  }

  private void pair(Limits limits) {
    herd = Herds.of("Bona-Clark").seed(1).limits(limits).build();
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
  }

  private SimulatedServer member(String name) {
    return herd.server(name);
  }

  private long sum(ToLongFunction<HerdStats> figure) {
    return herd.servers().stream().mapToLong(m -> figure.applyAsLong(m.stats())).sum();
  }

  private long recordsSent() {
    return sum(stats -> stats.count(Count.RECORDS_SENT));
  }

  private long sentBy(String from, String to) {
    return member(from).stats().links().get(ServerId.of(to)).recordsSent();
  }

  private static long grownBy(LongSupplier figure, Runnable action) {
    long before = figure.getAsLong();
    action.run();
    return figure.getAsLong() - before;
  }

  private void report(String server, int from, int to) {
    for (int i = from; i < to; i++) {
      member(server).report("client" + i, 1.5, -2.5, herd.epochNanos());
    }
  }

  private void assertAgreed() {
    var first = herd.servers().iterator().next().contents();
    for (SimulatedServer each : herd.servers()) {
      assertEquals(first, each.contents(), each.id().toString());
    }
  }

  @Test
  void everyRelationHasOneLink() {
    started(1);
    assertEquals(2 * RELATIONS, sum(HerdStats::peersUp));
    assertEquals(2 * RELATIONS, sum(HerdStats::connections));
  }

  @Test
  void updateIsKnownEverywhereAndSentEightTimesAtTheMost() {
    for (long seed = 0; seed < 40; seed++) {
      started(seed);
      for (SimulatedServer from : herd.servers()) {
        for (int i = 0; i < 4; i++) {
          long sent =
              grownBy(
                  this::recordsSent,
                  () -> {
                    from.report("kiwi", 1.5, -2.5, herd.epochNanos());
                    herd.simulation().runFor(SECOND);
                  });
          assertTrue(sent >= SERVERS - 1, "seed " + seed + ": " + sent + " messages");
          assertTrue(
              sent <= 2 * RELATIONS - (SERVERS - 1), "seed " + seed + ": " + sent + " messages");
        }
      }
      assertAgreed();
    }
  }

  @Test
  void reportThatChangesNothingIsNotSent() {
    started(1);
    member("Clark").report("kiwi", 1.5, -2.5, herd.epochNanos());
    herd.simulation().runFor(SECOND);
    long sent =
        grownBy(
            this::recordsSent,
            () -> {
              member("Bailey").report("kiwi", 1.5, -2.5, herd.epochNanos() - SECOND);
              member("Clark").report("kiwi", 1.5, -2.5, herd.epochNanos() - 5 * SECOND);
              herd.simulation().runFor(SECOND);
            });
    assertEquals(0, sent);
    assertAgreed();
  }

  @Test
  void recordsGoRoundTheRestWhenALinkIsCut() {
    started(1);
    herd.network().cut("Clark", "Bona");
    herd.network().cut("Campbell", "Bailey");
    herd.simulation().runFor(SECOND);
    report("Clark", 0, 50);
    herd.simulation().runFor(SECOND);
    assertAgreed();
    assertEquals(50, member("Bailey").contents().size());
  }

  @Test
  void cutLinkGetsExactlyWhatWasMissed() {
    pair();
    report("Clark", 0, 300);
    report("Bona", 300, 500);
    herd.simulation().runFor(SECOND);
    herd.network().cut("Clark", "Bona");
    herd.simulation().runFor(SECOND);
    report("Clark", 0, 70);
    report("Bona", 480, 510);
    herd.simulation().runFor(SECOND);
    assertFalse(member("Clark").contents().equals(member("Bona").contents()));
    long fromBona = sentBy("Bona", "Clark");
    long fromClark =
        grownBy(
            () -> sentBy("Clark", "Bona"),
            () -> {
              herd.network().mendAll();
              herd.simulation().runFor(15 * SECOND);
            });
    assertEquals(70, fromClark);
    assertEquals(30, sentBy("Bona", "Clark") - fromBona);
    assertAgreed();
  }

  @Test
  void oneThousandMissedOfAHundredThousandAreSentAsOneThousand() {
    pair();
    for (int i = 0; i < 100_000; i += 5_000) {
      report("Clark", i, i + 5_000);
      herd.simulation().runFor(SECOND / 10);
    }
    herd.simulation().runFor(5 * SECOND);
    assertEquals(100_000, member("Bona").stats().clients());
    herd.network().cut("Clark", "Bona");
    herd.simulation().runFor(SECOND);
    report("Clark", 20_000, 21_000);
    herd.simulation().runFor(SECOND);
    long sent =
        grownBy(
            () -> sentBy("Clark", "Bona") + sentBy("Bona", "Clark"),
            () -> {
              herd.network().mendAll();
              herd.simulation().runFor(15 * SECOND);
            });
    assertEquals(1_000, sent);
    assertAgreed();
  }

  @Test
  void restartWithoutMemoryGetsEverythingBack() {
    started(1);
    int start = 0;
    for (SimulatedServer each : herd.servers()) {
      report(each.id().toString(), start, start + 200);
      start += 200;
    }
    herd.simulation().runFor(2 * SECOND);
    var before = member("Bona").contents();
    assertEquals(1_000, before.size());
    member("Bona").crash();
    herd.simulation().runFor(SECOND);
    member("Bona").start();
    herd.simulation().runFor(15 * SECOND);
    assertEquals(before, member("Bona").contents());
    assertAgreed();
  }

  @Test
  void pausedServerCatchesUpWithinASecond() {
    started(1);
    member("Campbell").pause();
    for (int i = 0; i < 20; i++) {
      report("Clark", 0, 500);
      herd.simulation().runFor(SECOND);
    }
    assertEquals(500, member("Bailey").stats().clients());
    member("Campbell").resume();
    herd.simulation().runFor(SECOND);
    assertAgreed();
  }

  @Test
  void pausedServerIsFoundAfterThreeSilentIntervals() {
    pair();
    assertEquals(1, member("Clark").stats().peersUp());
    member("Bona").pause();
    herd.simulation().runFor(2 * SECOND);
    assertEquals(1, member("Clark").stats().peersUp());
    herd.simulation().runFor(3 * SECOND);
    assertEquals(0, member("Clark").stats().peersUp());
    assertEquals(1, member("Clark").stats().count(Count.LINKS_DOWN));
  }

  @Test
  void slowReaderIsSentTheNewestAndCostsNoMemory() {
    pair(Limits.builder().peerOutboxBytes(10_000).build());
    member("Bona").pause();
    long reports = 0;
    for (int round = 0; round < 200; round++) {
      report("Clark", 0, 200);
      reports += 200;
      herd.simulation().runFor(10 * MILLI);
    }
    long bytes = member("Clark").stats().storeBytes();
    assertTrue(bytes < 200_000, bytes + " bytes for 200 clients");
    long whilePaused = sentBy("Clark", "Bona");
    assertTrue(whilePaused < 5_000, whilePaused + " records sent to a server that reads nothing");
    member("Bona").resume();
    herd.simulation().runFor(SECOND);
    assertAgreed();
    assertTrue(sentBy("Clark", "Bona") < reports / 4, sentBy("Clark", "Bona") + " records sent");
  }

  @Test
  void clientsAreAnsweredWhileANeighbourReadsNothing() {
    started(1);
    member("Campbell").pause();
    report("Clark", 0, 1_000);
    herd.simulation().runFor(SECOND);
    for (String name : new String[] {"Clark", "Bona", "Bailey", "Jaquez"}) {
      assertEquals(1_000, member(name).contents().size(), name);
    }
  }

  @Test
  void simultaneousStartsMakeOneLinkEach() {
    for (long seed = 0; seed < 50; seed++) {
      started(seed);
      herd.simulation().runFor(3 * SECOND);
      assertEquals(2 * RELATIONS, sum(HerdStats::connections), "seed " + seed);
      assertEquals(2 * RELATIONS, sum(HerdStats::peersUp), "seed " + seed);
    }
  }

  @Test
  void cutRelationIsDialedAgainWithinTheLongestPause() {
    for (long seed = 0; seed < 20; seed++) {
      started(seed);
      herd.network().cut("Clark", "Bona");
      herd.simulation().runFor(120 * SECOND);
      assertEquals(2 * RELATIONS - 2, sum(HerdStats::peersUp), "seed " + seed);
      herd.network().mendAll();
      herd.simulation().runFor(11 * SECOND);
      assertEquals(2 * RELATIONS, sum(HerdStats::peersUp), "seed " + seed);
    }
  }
}
