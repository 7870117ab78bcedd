package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Records that live for a hundred seconds. */
final class ExpiryTest {

  private static final long NOW = 1_767_225_600L;
  private static final long TTL = 100 * SECOND;

  private LoneNode node = node(setup -> {});

  private static LoneNode node(Consumer<LoneNode.Setup> differently) {
    return new LoneNode(
        setup -> {
          setup.timing = new Timing(60 * SECOND, TTL, SECOND, SECOND, 0, 0);
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
          differently.accept(setup);
        });
  }

  private static String record(String client, long seconds, int sequence) {
    return "AT Bona +1.000000000 %s +1-1 %d b0 %d\n".formatted(client, seconds, sequence);
  }

  private String say(String line) {
    return node.client().write(line + "\n").answer();
  }

  private boolean isKnown(String client) {
    boolean found = node.core.local().find(client.getBytes(US_ASCII)) != null;
    String answer = say("WHATSAT " + client + " 10 5");
    assertEquals(found, answer.startsWith("AT "), answer);
    assertEquals(!found, answer.equals("? WHATSAT " + client + " 10 5\n"), answer);
    return found;
  }

  @Test
  void clientIsUnknownFromTheNanosecondOfExpiryOn() {
    say("IAMAT kiwi +1-1 " + NOW);
    node.pass(TTL - 1);
    assertTrue(isKnown("kiwi"));
    node.pass(1);
    assertFalse(isKnown("kiwi"));
    node.pass(1);
    assertFalse(isKnown("kiwi"));
  }

  @Test
  void expiredRecordIsTakenOutAndCounted() {
    say("IAMAT kiwi +1-1 " + NOW);
    node.pass(TTL - 1);
    assertEquals(1, node.core.stats().clients());
    node.pass(TTL / 8);
    assertEquals(List.of(), node.contents());
    assertEquals(0, node.core.stats().clients());
    assertEquals(1, node.count(Count.CLIENTS_EXPIRED));
  }

  @Test
  void reportThatHasExpiredAlreadyIsInvalid() {
    assertEquals("? IAMAT kiwi +1-1 1767225500\n", say("IAMAT kiwi +1-1 1767225500"));
    assertEquals("? IAMAT kiwi +1-1 0\n", say("IAMAT kiwi +1-1 0"));
    assertEquals(2, node.count(Count.REPORTS_EXPIRED));
    assertEquals(2, node.count(Count.LINES_REFUSED));
    assertEquals(List.of(), node.contents());
    String last = "AT Clark +99.999999999 kiwi +1-1 1767225500.000000001\n";
    assertEquals(last, say("IAMAT kiwi +1-1 1767225500.000000001"));
  }

  @Test
  void expiredReportAmongOthersIsInvalid() {
    String fresh = " +1-1 " + NOW;
    assertEquals(
        "AT Clark +0.000000000 kiwi"
            + fresh
            + "\n"
            + "? IAMAT emu +1-1 1767225500\n"
            + "AT Clark +0.000000000 moa"
            + fresh
            + "\n",
        say("IAMAT kiwi" + fresh + "\nIAMAT emu +1-1 1767225500\nIAMAT moa" + fresh));
    assertEquals(1, node.count(Count.REPORTS_EXPIRED));
    assertEquals(2, node.contents().size());
  }

  @Test
  void applicationsReportThatHasExpiredAlreadyIsRefused() {
    byte[] line = "IAMAT kiwi +1-1 1767225500".getBytes(US_ASCII);
    assertThrows(IllegalArgumentException.class, () -> node.core.local().report(line));
  }

  @Test
  void reportOfAClockFarAheadLivesFromItsEffectiveTime() {
    String report = "IAMAT kiwi +1-1 " + (NOW + 10_000);
    say(report);
    node.pass(60 * SECOND + TTL - 1);
    assertTrue(isKnown("kiwi"));
    node.pass(1);
    assertEquals(1, node.contents().size(), "not yet taken out");
    assertFalse(isKnown("kiwi"));
    assertTrue(say(report).startsWith("AT Clark"));
    assertTrue(isKnown("kiwi"), "the repeated report is a first one, taken out or not");
  }

  @Test
  void nextReportTakesThePlaceOfAnExpiredOne() {
    say("IAMAT kiwi +1-1 " + NOW);
    node.pass(TTL);
    assertEquals(1, node.contents().size(), "not yet taken out");
    say("IAMAT kiwi +2-2 " + (NOW + 1));
    assertEquals(List.of("AT Clark +99.000000000 kiwi +2-2 1767225601"), node.contents());
  }

  @Test
  void expiredClientsMakeRoom() {
    node = node(setup -> setup.limits = Limits.builder().clients(1).build());
    say("IAMAT kiwi +1-1 " + NOW);
    assertEquals("? IAMAT emu +1-1 " + NOW + "\n", say("IAMAT emu +1-1 " + NOW));
    node.pass(TTL * 9 / 8);
    assertTrue(say("IAMAT emu +1-1 " + (NOW + 110)).startsWith("AT Clark"));
  }

  @Test
  void clientWhoseReportHasExpiredComesBackInAFullStore() {
    node = node(setup -> setup.limits = Limits.builder().clients(1).build());
    say("IAMAT kiwi +1-1 " + NOW);
    node.pass(TTL);
    assertTrue(say("IAMAT kiwi +1-1 " + (NOW + 100)).startsWith("AT Clark"));
  }

  @Test
  void expiredRecordOfAPeerIsDroppedAndCounted() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", NOW - 100, 1) + record("emu", NOW - 99, 2));
    assertEquals(List.of("AT Bona +1.000000000 emu +1-1 " + (NOW - 99)), node.contents());
    assertEquals(record("emu", NOW - 99, 2), jaquez.answer());
    assertEquals(1, node.count(Count.RECORDS_EXPIRED));
    assertEquals(0, node.count(Count.RECORDS_REFUSED));
  }

  @Test
  void expiredRecordIsNotSentButCoveredByTheHead() {
    say("IAMAT kiwi +1-1 " + NOW);
    node.pass(TTL);
    assertEquals(1, node.contents().size(), "not yet taken out");
    ScriptedClient bona = node.client();
    bona.write("HELLO herd/1-1 herd Bona Clark b0 60000000000 " + TTL + " unsigned c0ffee\n");
    bona.answer();
    bona.write("PROOF -\nHAVE 0\n");
    assertEquals(1, node.contents().size(), "not yet taken out");
    assertEquals("HAVE 0 Clark/c1a:1\nHEADS Clark/c1a:1\n", bona.answer());
  }

  @Test
  void manyRecordsAreTakenOutOverManyTurns() {
    StringBuilder reports = new StringBuilder();
    int clients = 3 * ExpirySweep.STEPS_MAX;
    for (int i = 0; i < clients; i++) {
      reports.append("IAMAT client").append(i).append(" +1-1 ").append(NOW).append('\n');
    }
    node.client().write(reports.toString());
    node.pass(TTL);
    long left = clients;
    while (left > 0) {
      assertTrue(node.simulation.now() < TTL * 9 / 8, left + " are left");
      node.pass(ExpirySweep.STRETCH_NANOS);
      long now = node.core.store().clients();
      assertTrue(left - now <= ExpirySweep.STEPS_MAX, left + " became " + now + " in one turn");
      left = now;
    }
  }

  @Test
  void originWhoseRecordsHaveExpiredIsForgotten() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(record("kiwi", NOW, 1) + "HEADS Bona/b0:1\n");
    bona.vanish();
    assertEquals(2, node.core.heads().size() + 1);
    node.pass(TTL * 9 / 8 + 700 * SECOND);
    assertEquals(0, node.core.heads().size());
  }
}
