package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.flood.OriginTrees;
import io.herd.internal.SimulatedHerd.Member;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.spi.WireLog;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that compare what they hold, every ten seconds. */
final class AuditTest {

  private static final long INTERVAL = 10 * SECOND;

  /** An interval, and what is under way. */
  private static final long ONE_AUDIT = INTERVAL + 2 * SECOND;

  private final SimulatedHerd herd = new SimulatedHerd(1);
  private final List<String> audited = new ArrayList<>();
  private Member bona;
  private Member clark;

  @BeforeEach
  void setUp() {
    herd.timing = new Timing(60 * SECOND, 0, SECOND, SECOND, 0, INTERVAL);
    herd.wireLog = new AuditLog();
    herd.relate("Bona", "Clark");
    bona = herd.member("Bona");
    clark = herd.member("Clark");
  }

  /** Keeps what is sent for audits. */
  private final class AuditLog implements WireLog {
    @Override
    public void onSent(long connection, byte[] bytes, int offset, int length) {
      String line = new String(bytes, offset, length, US_ASCII);
      if (line.startsWith("AUDIT") || line.startsWith("REPAIR")) {
        audited.add(line);
      }
    }

    @Override
    public void onReceived(long connection, byte[] bytes, int offset, int length) {}

    @Override
    public void onPeerUp(long connection, ServerId neighbour) {}

    @Override
    public void onPeerDown(long connection, ServerId neighbour, String reason) {}

    @Override
    public void onOpen(long connection, SocketAddress remote) {}

    @Override
    public void onClose(long connection) {}

    @Override
    public void onTurnEnd() {}
  }

  private void start(int clients) {
    herd.members.values().forEach(Member::start);
    reportAll(clients);
  }

  private void reportAll(int clients) {
    herd.simulation.runFor(SECOND);
    for (int i = 0; i < clients; i++) {
      (i % 2 == 0 ? bona : clark).report("client" + i, herd.now());
    }
    herd.simulation.runFor(SECOND);
    assertEquals(clients, bona.contents().size());
    assertEquals(bona.contents(), clark.contents());
  }

  /** Takes a record out behind the node's back. */
  private static void lose(Member member, String client) {
    AtView view = new AtView();
    byte[] id = client.getBytes(US_ASCII);
    assertTrue(member.core.store().find(id, 0, id.length, view));
    assertTrue(member.core.store().remove(view));
  }

  private static AtView held(Member member, String client) {
    AtView view = new AtView();
    byte[] id = client.getBytes(US_ASCII);
    assertTrue(member.core.store().find(id, 0, id.length, view));
    int shift = view.idStart - view.start;
    int length = view.idEnd - view.idStart;
    byte[] line = Arrays.copyOfRange(view.bytes, view.start, view.end + 1);
    view.line(line, 0, line.length - 1, shift, shift + length);
    return view;
  }

  private void assertRepaired(Member repaired, long records) {
    assertEquals(bona.contents(), clark.contents());
    Member other = repaired == bona ? clark : bona;
    assertEquals(records, repaired.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(records > 0 ? 1 : 0, repaired.stats().count(Count.AUDIT_MISMATCHES));
    assertEquals(0, other.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(0, other.stats().count(Count.AUDIT_MISMATCHES));
  }

  private List<Integer> lengthsOfOneAudit(int clients) {
    start(clients);
    herd.simulation.runFor(ONE_AUDIT);
    audited.clear();
    herd.simulation.runFor(INTERVAL);
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
      Member member = fresh.herd.member(where);
      lose(member, client);
      fresh.herd.simulation.runFor(ONE_AUDIT);
      fresh.assertRepaired(member, 1);
      fresh.herd.simulation.runFor(5 * INTERVAL);
      fresh.assertRepaired(member, 1);
    }
  }

  @Test
  void recordIsBroughtBackInAHerdWithTrees() {
    herd.policy = new OriginTrees();
    herd.relate("Bona", "Jaquez");
    herd.relate("Clark", "Jaquez");
    start(100);
    lose(bona, "client6");
    herd.simulation.runFor(ONE_AUDIT);
    assertEquals(clark.contents(), bona.contents());
    assertEquals(1, bona.stats().count(Count.AUDIT_REPAIRS));
    assertEquals(1, bona.stats().count(Count.AUDIT_MISMATCHES));
  }

  @Test
  void serversOfDifferentPoliciesAuditEachOther() {
    bona.start();
    herd.policy = new OriginTrees();
    clark.start();
    reportAll(100);
    lose(clark, "client6");
    herd.simulation.runFor(ONE_AUDIT);
    assertRepaired(clark, 1);
  }

  @Test
  void olderRecordInPlaceOfTheNewestIsReplacedByIt() {
    start(100);
    final AtView older = held(clark, "client6");
    bona.report("client6", herd.now());
    herd.simulation.runFor(SECOND);
    lose(clark, "client6");
    clark.core.store().merge(older);
    assertNotEquals(bona.contents(), clark.contents());
    herd.simulation.runFor(ONE_AUDIT);
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
      herd.simulation.runFor(INTERVAL);
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
    herd.network.delays(20_000_000, 200_000_000);
    herd.timing = new Timing(60 * SECOND, 0, SECOND, SECOND, 0, SECOND);
    start(0);
    for (int i = 0; i < 6_000; i++) {
      long at = herd.random.nextLong(60 * SECOND);
      herd.simulation.after(
          at,
          () ->
              herd.member(herd.random.nextBoolean() ? "Bona" : "Clark")
                  .report("client" + herd.random.nextInt(300), herd.now()));
    }
    herd.simulation.runFor(70 * SECOND);
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
    herd.network.delays(50_000_000, 50_000_001);
    audited.clear();
    while (audited.size() < 4) {
      herd.simulation.runFor(SECOND / 100);
    }
    herd.network.cut("Bona", "Clark");
    herd.simulation.runFor(10 * SECOND);
    herd.network.mendAll();
    herd.simulation.runFor(20 * SECOND + ONE_AUDIT);
    assertEquals(bona.contents(), clark.contents());
  }

  @Test
  void auditsOfNoServerAreBegunWhereTheIntervalIsZero() {
    herd.timing = new Timing(60 * SECOND, 0, SECOND, SECOND, 0, 0);
    start(10);
    herd.simulation.runFor(100 * SECOND);
    assertEquals(List.of(), audited);
  }
}
