package io.herd.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Topology;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A simulated herd as an embedder uses it. */
final class SimulatedHerdTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final ServerId A = ServerId.of("A");
  private static final ServerId B = ServerId.of("B");
  private static final ServerId C = ServerId.of("C");

  /** A - B - C. */
  private static Topology chain() {
    return Topology.builder().server(A).server(B).server(C).relation(A, B).relation(B, C).build();
  }

  private final SimulatedHerd herd =
      SimulatedHerd.builder(chain()).latency(Latency.constant(Duration.ofMillis(10))).build();

  private void startAll() {
    herd.startAll();
    herd.runFor(SECOND.multipliedBy(3));
  }

  @Test
  void reportReachesEveryServer() {
    startAll();
    herd.server("A").report("kiwi", 34.07, -118.45, herd.epochNanos());
    herd.runFor(SECOND);
    assertEquals(
        "AT A +0.000000000 kiwi +34.070000-118.450000 1767225603.000000000",
        String.valueOf(herd.server("C").find("kiwi")));
    assertEquals(herd.server("A").contents(), herd.server("C").contents());
    assertEquals(Map.of(herd.server("A").self(), 1L), herd.server("C").heads());
  }

  @Test
  void listenerHearsWhenARecordArrivesWhere() {
    Map<String, Long> kept = new TreeMap<>();
    herd.listen(
        new SimulationListener() {
          @Override
          public void onAccepted(long nanos, SimulatedServer at, AtView report, OriginId origin) {
            kept.put("accepted " + at.id() + " " + report.sequence, nanos);
          }

          @Override
          public void onKept(long nanos, SimulatedServer at, AtView record, OriginId origin) {
            assertEquals(herd.server("A").self(), origin);
            kept.put("kept " + at.id() + " " + record.sequence, nanos);
          }
        });
    startAll();
    long start = herd.simulation().now();
    herd.server("A").report("kiwi", 1, 2, herd.epochNanos());
    herd.runFor(SECOND);
    long hop = Duration.ofMillis(10).toNanos();
    assertEquals(
        Map.of("accepted A 1", start, "kept B 1", start + hop, "kept C 1", start + 2 * hop), kept);
  }

  @Test
  void messageIsOneWriteBetweenTwoServers() {
    List<String> records = new ArrayList<>();
    herd.listen(
        new SimulationListener() {
          @Override
          public void onMessage(
              long nanos, ServerId from, ServerId to, byte[] bytes, int offset, int length) {
            if (bytes[offset] == 'A') {
              records.add(from + ">" + to);
            }
          }
        });
    startAll();
    herd.server("A").report("kiwi", 1, 2, herd.epochNanos());
    herd.server("A").report("emu", 1, 2, herd.epochNanos());
    herd.runFor(SECOND);
    assertEquals(List.of("A>B", "B>C"), records);
  }

  @Test
  void crashedServerHasForgottenAndIsToldAgain() {
    startAll();
    herd.server("C").report("kiwi", 1, 2, herd.epochNanos());
    herd.runFor(SECOND);
    OriginId before = herd.server("C").self();
    herd.server("C").crash();
    assertFalse(herd.server("C").isUp());
    assertThrows(IllegalStateException.class, () -> herd.server("C").contents());
    herd.server("C").start();
    assertTrue(herd.server("C").contents().isEmpty());
    herd.runFor(SECOND.multipliedBy(3));
    assertNotNull(herd.server("C").find("kiwi"));
    assertFalse(before.equals(herd.server("C").self()));
  }

  @Test
  void vanishedServerIsMissedOnlyWhenItHasBeenSilent() {
    startAll();
    herd.server("C").vanish();
    herd.runFor(SECOND);
    assertEquals(2, herd.server("B").stats().peersUp());
    herd.runFor(SECOND.multipliedBy(4));
    assertEquals(1, herd.server("B").stats().peersUp());
  }

  @Test
  void pausedServerGoesOnWithWhatCameMeanwhile() {
    startAll();
    herd.server("B").pause();
    herd.server("A").report("kiwi", 1, 2, herd.epochNanos());
    herd.runFor(SECOND);
    assertTrue(herd.server("B").contents().isEmpty());
    herd.server("B").resume();
    herd.runFor(SECOND);
    assertEquals(herd.server("A").contents(), herd.server("C").contents());
  }

  @Test
  void clockOfAServerIsSeenInItsSkews() {
    startAll();
    herd.server("A").clock().offset(Duration.ofSeconds(-2));
    herd.server("A").clock().drift(0.5);
    herd.runFor(SECOND);
    herd.server("A").report("kiwi", 1, 2, herd.epochNanos());
    herd.runFor(SECOND);
    assertTrue(
        String.valueOf(herd.server("A").find("kiwi")).startsWith("AT A -1.500000000 kiwi "),
        () -> String.valueOf(herd.server("A").find("kiwi")));
  }

  @Test
  void unknownServerIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> herd.server("D"));
  }
}
