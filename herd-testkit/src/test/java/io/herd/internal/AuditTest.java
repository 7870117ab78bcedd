package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Cores;
import io.herd.testkit.sim.Latency;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedHerdBuilder;
import io.herd.testkit.sim.SimulatedServer;
import io.herd.testkit.sim.SimulationListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that compare what they hold, every ten seconds. */
final class AuditTest {

  private static final long INTERVAL = 10 * SECOND;

  /** An interval, and what is under way. */
  private static final long ONE_AUDIT = INTERVAL + 2 * SECOND;

  private SimulatedHerd herd;
  private final List<String> audited = new ArrayList<>();
  private SimulatedServer bona;
  private SimulatedServer clark;

  @BeforeEach
  void setUp() {
    build(two());
  }

  private static SimulatedHerdBuilder two() {
    return Herds.of("Bona-Clark").auditInterval(Duration.ofNanos(INTERVAL));
  }

  private void build(SimulatedHerdBuilder builder) {
    herd = builder.build();
    herd.listen(new AuditLines());
    bona = herd.server("Bona");
    clark = herd.server("Clark");
  }

  /** Keeps what is sent for audits. */
  private final class AuditLines implements SimulationListener {
    @Override
    public void onMessage(
        long nanos, ServerId from, ServerId to, byte[] bytes, int offset, int length) {
      new String(bytes, offset, length, US_ASCII)
          .lines()
          .filter(line -> line.startsWith("AUDIT") || line.startsWith("REPAIR"))
          .forEach(audited::add);
    }
  }

  private void start(int clients) {
    herd.startAll();
    herd.simulation().runFor(SECOND);
    for (int i = 0; i < clients; i++) {
      (i % 2 == 0 ? bona : clark).report("client" + i, 1, 1, herd.epochNanos());
    }
    herd.simulation().runFor(SECOND);
    assertEquals(clients, bona.contents().size());
    assertEquals(bona.contents(), clark.contents());
  }

  /** Takes a record out behind the node's back. */
  private static void lose(SimulatedServer member, String client) {
    AtView view = new AtView();
    byte[] id = client.getBytes(US_ASCII);
    assertTrue(Cores.of(member).store().find(id, 0, id.length, view));
    assertTrue(Cores.of(member).store().remove(view));
  }

  private static AtView held(SimulatedServer member, String client) {
    AtView view = new AtView();
    byte[] id = client.getBytes(US_ASCII);
    assertTrue(Cores.of(member).store().find(id, 0, id.length, view));
    int shift = view.idStart - view.start;
    int length = view.idEnd - view.idStart;
    byte[] line = Arrays.copyOfRange(view.bytes, view.start, view.end + 1);
    view.line(line, 0, line.length - 1, shift, shift + length);
    return view;
  }

  private void assertRepaired(SimulatedServer repaired, long records) {
    assertEquals(bona.contents(), clark.contents());
    SimulatedServer other = repaired == bona ? clark : bona;
    assertEquals(records, repaired.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(records > 0 ? 1 : 0, repaired.stats().count(Count.AUDIT_MISMATCHES));
    assertEquals(0, other.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(0, other.stats().count(Count.AUDIT_MISMATCHES));
  }

  private List<Integer> lengthsOfOneAudit(int clients) {
    start(clients);
    herd.simulation().runFor(ONE_AUDIT);
    audited.clear();
    herd.simulation().runFor(INTERVAL);
    assertRepaired(bona, 0);
    return audited.stream().map(String::length).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 10_000})
  void auditOfEqualServersIsThreeLinesOfTheSameLengthWhateverTheyHold(int clients) {
    assertEquals(List.of(60, 61, 27), lengthsOfOneAudit(clients));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bona", "Clark"})
  void recordThatWasLostIsBroughtBackInOneInterval(String where) {
    for (String client : List.of("client6", "client7")) {
      audited.clear();
      AuditTest fresh = new AuditTest();
      fresh.setUp();
      fresh.start(100);
      SimulatedServer member = fresh.herd.server(where);
      lose(member, client);
      fresh.herd.simulation().runFor(ONE_AUDIT);
      fresh.assertRepaired(member, 1);
      fresh.herd.simulation().runFor(5 * INTERVAL);
      fresh.assertRepaired(member, 1);
    }
  }

  @Test
  void recordIsBroughtBackInAHerdWithTrees() {
    build(
        Herds.of("Bona-Clark", "Bona-Jaquez", "Clark-Jaquez")
            .auditInterval(Duration.ofNanos(INTERVAL))
            .policy(OriginTrees::new));
    start(100);
    lose(bona, "client6");
    herd.simulation().runFor(ONE_AUDIT);
    assertEquals(clark.contents(), bona.contents());
    assertEquals(1, bona.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(1, bona.stats().count(Count.AUDIT_MISMATCHES));
  }

  @Test
  void serversOfDifferentPoliciesAuditEachOther() {
    boolean[] trees = new boolean[1];
    build(two().policy(() -> (trees[0] = !trees[0]) ? new OriginTrees() : new Flooding()));
    start(100);
    lose(clark, "client6");
    herd.simulation().runFor(ONE_AUDIT);
    assertRepaired(clark, 1);
  }

  @Test
  void olderRecordInPlaceOfTheNewestIsReplacedByIt() {
    start(100);
    final AtView older = held(clark, "client6");
    bona.report("client6", 1, 1, herd.epochNanos());
    herd.simulation().runFor(SECOND);
    lose(clark, "client6");
    Cores.of(clark).store().merge(older);
    assertNotEquals(bona.contents(), clark.contents());
    herd.simulation().runFor(ONE_AUDIT);
    assertRepaired(clark, 1);
  }

  @Test
  void lossOfEverythingIsRepairedInBoundedSteps() {
    int clients = 10_000;
    start(clients);
    for (int i = 0; i < clients; i++) {
      lose(clark, "client" + i);
    }
    audited.clear();
    int audits = 0;
    while (clark.contents().size() < clients) {
      int before = clark.contents().size();
      audited.clear();
      herd.simulation().runFor(INTERVAL);
      int brought = clark.contents().size() - before;
      long sent = audited.stream().filter(line -> line.startsWith("REPAIR")).count();
      assertTrue(brought > 0 && sent <= AuditRound.RECORDS_REPAIRED_MAX, sent + " sent");
      audits++;
    }
    assertTrue(audits > 2 && audits <= 40, audits + " audits");
    assertEquals(bona.contents(), clark.contents());
    assertEquals(clients, clark.stats().count(Count.AUDIT_REPAIRS));
  }

  @Test
  void recordsUnderWayAreNoMismatch() {
    build(
        two()
            .latency(Duration.ofMillis(20), Duration.ofMillis(200))
            .auditInterval(Duration.ofSeconds(1)));
    RandomGenerator random = herd.simulation().random("reports");
    start(0);
    for (int i = 0; i < 6_000; i++) {
      long at = random.nextLong(60 * SECOND);
      herd.simulation()
          .after(
              at,
              () ->
                  (random.nextBoolean() ? bona : clark)
                      .report("client" + random.nextInt(300), 1, 1, herd.epochNanos()));
    }
    herd.simulation().runFor(70 * SECOND);
    assertRepaired(bona, 0);
    assertTrue(bona.stats().count(Count.AUDITS) > 30);
    assertTrue(audited.stream().anyMatch(line -> line.startsWith("REPAIR")), "nothing differed");
  }

  @Test
  void auditThatIsCutOffIsMadeUpForAfterTheLinkIsBack() {
    start(2_000);
    for (int i = 0; i < 1_000; i++) {
      lose(clark, "client" + i);
    }
    herd.network().latency(Latency.constant(Duration.ofMillis(50)));
    audited.clear();
    while (audited.size() < 4) {
      herd.simulation().runFor(SECOND / 100);
    }
    herd.network().cut("Bona", "Clark");
    herd.simulation().runFor(10 * SECOND);
    herd.network().mendAll();
    herd.simulation().runFor(20 * SECOND + ONE_AUDIT);
    assertEquals(bona.contents(), clark.contents());
  }

  @Test
  void auditsOfNoServerAreBegunWhereTheIntervalIsZero() {
    build(two().auditInterval(Duration.ZERO));
    start(10);
    herd.simulation().runFor(100 * SECOND);
    assertEquals(List.of(), audited);
  }
}
