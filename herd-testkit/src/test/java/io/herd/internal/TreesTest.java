package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whom a node asks to leave origins out, and what it does when it is asked. */
final class TreesTest {

  private LoneNode node = node(new OriginTrees(), setup -> {});

  private static LoneNode node(FloodingPolicy policy, Consumer<LoneNode.Setup> differently) {
    return new LoneNode(
        setup -> {
          for (String neighbour : List.of("Adams", "Bona", "Jaquez")) {
            setup.neighbours.add(new Neighbour(ServerId.of(neighbour), null));
          }
          setup.policy = policy;
          differently.accept(setup);
        });
  }

  /** A record of a server that is no neighbour. */
  private static String record(String client, int seconds, int sequence) {
    return "AT Far +1.000000000 %s +1-1 %d fa %d\n".formatted(client, seconds, sequence);
  }

  private static String ofBona(String client, int seconds, int sequence) {
    return "AT Bona +1.000000000 %s +1-1 %d b0 %d\n".formatted(client, seconds, sequence);
  }

  private long head(String origin) {
    return node.core.heads().getOrDefault(OriginId.parse(origin), 0L);
  }

  private void passTalking(int seconds, ScriptedClient... peers) {
    for (int i = 0; i < seconds; i++) {
      List.of(peers).forEach(peer -> peer.write("PING\n"));
      node.pass(SECOND);
    }
  }

  private static String without(String kind, String lines) {
    return lines.replaceAll("(?m)^" + kind + ".*\n", "");
  }

  @Test
  void whoeverBringsWhatWasHereAlreadyIsAskedToLeaveTheOriginOut() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1));
    jaquez.answer();
    jaquez.write(record("kiwi", 5, 1));
    assertEquals("PRUNE Far/fa\n", jaquez.answer());
    jaquez.write(record("plum", 5, 2));
    bona.answer();
    bona.write(record("plum", 5, 2));
    assertEquals("", bona.answer(), "never the one that the news come from");
    assertEquals(1, node.count(Count.PRUNES));
    assertEquals(2, node.count(Count.RECORDS_DUPLICATE));
  }

  @Test
  void floodingAsksNobody() {
    node = node(new Flooding(), setup -> {});
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1));
    jaquez.answer();
    jaquez.write(record("kiwi", 5, 1));
    assertEquals("", jaquez.answer());
  }

  @Test
  void whatANeighbourSendsToCatchUpWithSaysNothingAboutTheFastestWay() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 7));
    jaquez.answer();
    jaquez.write("HAVE 0 Far/fa:7\n" + record("kiwi", 5, 7));
    assertEquals("", jaquez.answer());
  }

  @Test
  void brokenLinkIsReplacedByThoseThatWereAskedToLeaveOut() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1) + "HEADS Far/fa:1\n");
    jaquez.answer();
    jaquez.write(record("kiwi", 5, 1));
    jaquez.answer();
    bona.end();
    assertEquals("GRAFT Far/fa:1\n", jaquez.answer());
    assertEquals(1, node.count(Count.GRAFTS));
  }

  @Test
  void originThatStaysBehindANeighbourIsAskedForAgain() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1) + "HEADS Far/fa:1\n");
    jaquez.write(record("kiwi", 5, 1) + "HAVE 0 Far/fa:9\n");
    jaquez.answer();
    node.pass(SECOND / 2);
    assertEquals("", without("P", jaquez.answer()), "it may be on its way");
    node.pass(SECOND / 2);
    assertEquals("GRAFT Far/fa:1\n", without("P", jaquez.answer()));
    node.pass(2 * SECOND);
    assertEquals("", without("P", jaquez.answer()), "asked once");
  }

  @Test
  void originThatKeepsUpIsNotAskedForAgain() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1) + "HEADS Far/fa:1\n");
    jaquez.write(record("kiwi", 5, 1));
    jaquez.answer();
    for (int i = 2; i < 60; i++) {
      jaquez.write("HAVE 0 Far/fa:" + i + "\n");
      node.pass(SECOND / 10);
      bona.write("HEADS Far/fa:" + i + "\n");
    }
    assertEquals(0, node.count(Count.GRAFTS));
  }

  @Test
  void prunedOriginIsLeftOutAndOthersAreNot() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(record("kiwi", 5, 1) + ofBona("plum", 5, 1) + "HEADS Far/fa:1 Bona/b0:1\n");
    assertEquals(ofBona("plum", 5, 1) + "HEADS Bona/b0:1\n", jaquez.answer());
    node.pass(2 * SECOND);
    assertEquals("HAVE 0 Far/fa:1\n", without("P", jaquez.answer()));
  }

  @Test
  void graftedOriginIsCaughtUpWithFromWhereTheNeighbourIs() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(record("a", 5, 1) + record("b", 5, 2) + record("c", 5, 3) + "HEADS Far/fa:3\n");
    assertEquals("", jaquez.answer());
    jaquez.write("GRAFT Far/fa:1\n");
    assertEquals(record("b", 5, 2) + record("c", 5, 3) + "HEADS Far/fa:3\n", jaquez.answer());
    bona.write(record("d", 5, 4));
    assertEquals(record("d", 5, 4), jaquez.answer());
    assertEquals("", without("P", bona.answer()));
  }

  @Test
  void graftOfAnOriginThatWasNotLeftOutChangesNothing() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("a", 5, 1));
    jaquez.answer();
    jaquez.write("GRAFT Far/fa:0\n");
    assertEquals("", jaquez.answer());
  }

  @Test
  void headsThatRestOnALeftOutOriginAreToldOnThatCondition() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(record("kiwi", 9, 4) + ofBona("kiwi", 5, 1) + "HEADS Bona/b0:1\n");
    node.pass(SECOND);
    assertEquals("CROSSED Far/fa:4\nHEADS Bona/b0:1 IF Far/fa:4\n", without("P", jaquez.answer()));
  }

  @Test
  void recordThatWasSentBeforeItWasBeatenMakesNoCondition() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(ofBona("kiwi", 5, 1));
    bona.write(record("kiwi", 9, 4) + "HEADS Bona/b0:1\n");
    node.pass(SECOND);
    assertEquals(ofBona("kiwi", 5, 1) + "HEADS Bona/b0:1\n", without("P", jaquez.answer()));
  }

  @Test
  void recordThatWasBeatenWhenItCameMakesACondition() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(record("kiwi", 9, 4));
    bona.write(ofBona("kiwi", 5, 1) + "HEADS Bona/b0:1\n");
    node.pass(SECOND);
    assertEquals("CROSSED Far/fa:4\nHEADS Bona/b0:1 IF Far/fa:4\n", without("P", jaquez.answer()));
  }

  @Test
  void headsAreToldAnewWithoutConditionsWhenWhatTheyRestOnWasGrafted() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write("PRUNE Far/fa\n");
    bona.write(record("kiwi", 9, 4) + ofBona("kiwi", 5, 1) + "HEADS Bona/b0:1\n");
    node.pass(SECOND);
    jaquez.answer();
    jaquez.write("GRAFT Far/fa:0\n");
    assertEquals(record("kiwi", 9, 4) + "HEADS Bona/b0:1\n", jaquez.answer());
  }

  @Test
  void whatAGraftBringsAgainIsNoReasonToPrune() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    ScriptedClient adams = node.peer("Adams");
    bona.write(record("kiwi", 5, 1));
    jaquez.write(record("kiwi", 5, 1));
    assertTrue(jaquez.answer().contains("PRUNE Far/fa\n"));
    adams.write(record("plum", 5, 2));
    jaquez.answer();
    adams.end();
    assertEquals("GRAFT Far/fa:0\n", jaquez.answer());
    jaquez.write(record("kiwi", 5, 1) + record("plum", 5, 2));
    assertEquals("", jaquez.answer());
    bona.write(record("fig", 5, 3));
    jaquez.answer();
    jaquez.write(record("fig", 5, 3));
    assertEquals("PRUNE Far/fa\n", jaquez.answer());
  }

  @Test
  void originWhoseRecordsComeIsGivenMoreTimeForItsHeads() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("kiwi", 5, 1) + "HEADS Far/fa:1\n");
    jaquez.write(record("kiwi", 5, 1) + "HAVE 0 Far/fa:9\n");
    bona.write(record("plum", 5, 9));
    jaquez.answer();
    passTalking(2, bona, jaquez);
    assertEquals("", without("P", jaquez.answer()));
    passTalking(3, bona, jaquez);
    assertEquals("GRAFT Far/fa:1\n", without("[PH]", jaquez.answer()).replaceAll("AT.*\n", ""));
  }

  @Test
  void conditionalHeadCountsWhenItsConditionIsMet() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write("CROSSED Far/fa:4\nHEADS Bona/b0:1 IF Far/fa:4\n");
    assertEquals(0, head("Bona/b0"));
    jaquez.write("HEADS Far/fa:4\n");
    assertEquals(1, head("Bona/b0"));
  }

  @Test
  void originThatAConditionWaitsForTooLongIsAskedForAgain() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write(record("kiwi", 5, 1));
    bona.answer();
    bona.write(record("kiwi", 5, 1));
    assertEquals("PRUNE Far/fa\n", bona.answer());
    bona.write("HEADS Bona/b0:1 IF Far/fa:4\n");
    passTalking(2, bona, jaquez);
    assertEquals("", without("P", bona.answer()), "heads wait for each other");
    passTalking(3, bona, jaquez);
    assertEquals("GRAFT Far/fa:0\n", without("P", bona.answer()));
    bona.write("HEADS Bona/b0:1\n");
    assertEquals(1, head("Bona/b0"));
  }

  @Test
  void malformedLinesAboutTreesAreRefused() {
    ScriptedClient bona = node.peer("Bona");
    List<String> bad =
        List.of("PRUNE Far", "PRUNE Far/xyz", "GRAFT Far/fa", "GRAFT Far/fa:-1", "GRAFT Far/fa:x");
    bad.forEach(line -> bona.write(line + "\n"));
    bona.write("HEADS Far/fa:1 IF nonsense\nCROSSED Far/fa:0\n");
    assertEquals(bad.size() + 2, node.count(Count.RECORDS_REFUSED));
    assertEquals(0, head("Far/fa"), "a condition that cannot be read is not met");
    assertTrue(node.core.stats().peersUp() > 0);
  }

  @Test
  void neighbourIsNeverSentWhatItAcceptedItself() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    jaquez.write(ofBona("kiwi", 5, 1) + "HEADS Bona/b0:1\n");
    node.pass(SECOND);
    assertEquals("", without("P", bona.answer()));
  }
}
