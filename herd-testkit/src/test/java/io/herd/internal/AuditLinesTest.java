package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node makes of the lines of audits. Bona asks it, and it asks Jaquez. */
final class AuditLinesTest {

  private static final String SEED = "00000000deadbeef";
  private static final String ASK = "AUDIT ASK " + SEED + " " + hex(4) + " " + hex(0);

  private final LoneNode node =
      new LoneNode(
          setup -> {
            setup.timing = new Timing(60 * SECOND, 0, SECOND, SECOND, 0, 10 * SECOND);
            setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
            setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
          });

  private static String hex(long number) {
    return "%016x".formatted(number);
  }

  private static String record(String client, int seconds, int sequence) {
    return "AT Bona +1.000000000 %s +1-1 %d b0 %d\n".formatted(client, seconds, sequence);
  }

  private void answerPings(ScriptedClient peer, int seconds) {
    for (int i = 0; i < seconds; i++) {
      node.pass(SECOND);
      peer.write("PONG\n");
    }
  }

  @Test
  void askedNodeAnswersItsSum() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(ASK + "\n");
    assertEquals("AUDIT ROOT " + SEED + " " + hex(0) + " " + hex(0) + "\n", bona.answer());
    assertEquals(1, node.count(Count.AUDITS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUDIT",
        "AUDIT ASK",
        "AUDIT ASK 00000000deadbeef",
        "AUDIT ASK 00000000deadbeef 0000000000000004",
        "AUDIT ASK 00000000deadbeef 0000000000000004 0",
        "AUDIT ASK 00000000deadbeef 0000000000000004 000000000000000g",
        "AUDIT ASK 00000000deadbeef 0000000000000004 0000000000000000 0000000000000000",
        "AUDIT ASK 00000000deadbeef 0000000000000000 0000000000000000",
        "AUDIT ASK 00000000deadbeef 0000000000000003 0000000000000000",
        "AUDIT ASK 00000000deadbeef 0000000000020000 0000000000000000",
        "AUDIT ASK 00000000deadbeef 8000000000000000 0000000000000000",
        "AUDIT RANGES 00000000deadbeef 0000000000000000",
        "AUDIT ROOT 00000000deadbeef 0000000000000000 0000000000000000",
        "AUDIT LEAVES 00000000deadbeef 0000000000000000 0000000000000000 0000000000000001",
        "AUDIT WANT 00000000deadbeef 0000000000000004",
        "AUDIT WANT 00000000deadbeef ffffffffffffffff",
        "REPAIR AT Bona +1.000000000 kiwi +1-1 5 b0 0",
        "REPAIR AT Clark +1.000000000 kiwi +1-1 5 c1a 1",
      })
  void malformedLineIsRefusedAndCountedAndTheLinkStays(String line) {
    ScriptedClient bona = node.peer("Bona");
    bona.write(ASK + "\n");
    bona.answer();
    bona.write(line + "\n");
    assertEquals(1, node.count(Count.RECORDS_REFUSED));
    assertEquals("", bona.answer());
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void moreLeavesAreNotWantedThanOneAuditRepairs() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("AUDIT ASK " + SEED + " " + hex(128) + " " + hex(0) + "\n");
    StringBuilder want = new StringBuilder("AUDIT WANT " + SEED);
    for (int i = 0; i < AuditRound.LEAVES_REPAIRED_MAX; i++) {
      want.append(' ').append(hex(i));
    }
    bona.write(want + " " + hex(64) + "\n");
    assertEquals(1, node.count(Count.RECORDS_REFUSED));
    bona.write(want + "\n");
    assertEquals(1, node.count(Count.RECORDS_REFUSED));
  }

  @Test
  void linesOfAnotherAuditAndUnknownWordsAreSkipped() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(ASK + "\n");
    bona.answer();
    bona.write("AUDIT WANT " + hex(1) + " " + hex(99) + "\n");
    bona.write("AUDIT ROOT " + hex(1) + "\n");
    bona.write("AUDIT NEWS " + SEED + " " + hex(99) + "\n");
    bona.write("REPAIR nothing\n");
    assertEquals("", bona.answer());
    assertEquals(0, node.count(Count.RECORDS_REFUSED));
  }

  @Test
  void recordsOfWantedLeavesAreSentAndNoOthers() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(record("kiwi", 5, 1) + record("emu", 5, 2) + record("plum", 5, 3));
    bona.write("AUDIT ASK " + SEED + " " + hex(1 << 16) + " " + hex(0) + "\n");
    node.pass(SECOND / 10);
    bona.answer();
    AuditTable table = new AuditTable(0xdeadbeefL, 1 << 16);
    var kiwi = new io.herd.protocol.AtView();
    assertTrue(node.core.store().find(new byte[] {'k', 'i', 'w', 'i'}, 0, 4, kiwi));
    bona.write("AUDIT WANT " + SEED + " " + hex(table.leafOf(kiwi)) + "\n");
    node.pass(SECOND / 10);
    assertEquals("REPAIR " + record("kiwi", 5, 1), bona.answer());
  }

  @Test
  void neighbourThatDoesNotKnowAuditsIsAskedAgainAndNothingElse() {
    ScriptedClient jaquez = node.peer("Jaquez");
    answerPings(jaquez, 31);
    List<String> lines = jaquez.answer().lines().filter(line -> !line.equals("PING")).toList();
    List<String> asks = lines.stream().filter(line -> line.startsWith("AUDIT ASK")).toList();
    assertTrue(asks.size() == 3 || asks.size() == 4, lines.toString());
    assertEquals(1, node.core.stats().peersUp());
    assertEquals(0, node.count(Count.AUDIT_MISMATCHES));
  }

  @Test
  void neighbourIsAskedAsSoonAsEverythingIsSent() {
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.stopReading();
    ScriptedClient client = node.client();
    for (int i = 0; i < 20_000; i++) {
      client.write("IAMAT client" + i + " +1-1 5\n");
    }
    answerPings(jaquez, 25);
    assertEquals(0, node.count(Count.AUDITS));
    jaquez.readOn();
    while (jaquez.answer().contains("PING ")) {
      jaquez.write("PONG\n").readOn();
    }
    node.pass(SECOND);
    assertEquals(1, node.count(Count.AUDITS));
  }

  @Test
  void repairIsKeptWhateverTheHeadsSayAndCountedIfTheyCoverIt() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write("HEADS Bona/b0:5\n" + record("kiwi", 5, 5));
    assertEquals(List.of(), node.contents());
    bona.write("REPAIR " + record("kiwi", 5, 5));
    assertEquals(1, node.contents().size());
    assertEquals(1, node.count(Count.AUDIT_REPAIRS));
    assertTrue(jaquez.answer().contains(record("kiwi", 5, 5)), "passed on as any other record");
    bona.write("REPAIR " + record("kiwi", 5, 5) + "REPAIR " + record("emu", 5, 6));
    assertEquals(2, node.contents().size());
    assertEquals(1, node.count(Count.AUDIT_REPAIRS));
    assertEquals(1, node.count(Count.AUDIT_MISMATCHES));
  }

  @Test
  void nodesOwnRecordCanBeRepaired() {
    node.client().write("IAMAT kiwi +1-1 5\n");
    String line = node.contents().get(0);
    node.turn(
        () -> {
          var view = new io.herd.protocol.AtView();
          node.core.store().find(new byte[] {'k', 'i', 'w', 'i'}, 0, 4, view);
          node.core.store().remove(view);
        });
    node.peer("Bona").write("REPAIR " + line + " c1a 1\n");
    assertEquals(List.of(line), node.contents());
    assertEquals(1, node.count(Count.AUDIT_REPAIRS));
  }

  @Test
  void linkThatIsLostEndsItsAudit() {
    ScriptedClient bona = node.peer("Bona");
    StringBuilder records = new StringBuilder();
    for (int i = 1; i <= 3 * FeedWalk.STEPS_MAX; i++) {
      records.append(record("client" + i, 5, i));
    }
    bona.write(records.toString());
    node.turn(() -> bona.write(ASK + "\n"));
    bona.vanish();
    node.pass(SECOND);
    ScriptedClient again = node.peer("Bona");
    again.write(ASK + "\n");
    node.pass(SECOND / 10);
    assertTrue(again.answer().startsWith("AUDIT ROOT " + SEED + " " + hex(6_000)));
  }
}
