package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a peer's records and heads do to a node. */
final class PeerRecordsTest {

  private LoneNode node = node(setup -> {});

  private static LoneNode node(Consumer<LoneNode.Setup> differently) {
    return new LoneNode(
        setup -> {
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
          differently.accept(setup);
        });
  }

  private static String record(String server, String client, int seconds, int sequence) {
    return "AT %s +1.000000000 %s +1-1 %d b0 %d\n".formatted(server, client, seconds, sequence);
  }

  private long head(String server) {
    Origins origins = node.core.replica().origins();
    byte[] name = server.getBytes(US_ASCII);
    int index = origins.find(name, 0, name.length, 0xb0);
    return index < 0 ? 0 : node.core.replica().heads().get(index);
  }

  @Test
  void recordGoesOnToTheOtherNeighbourOnce() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(record("Bona", "kiwi", 5, 1));
    assertEquals(record("Bona", "kiwi", 5, 1), jaquez.answer());
    bona.write(record("Bona", "kiwi", 5, 1));
    bona.write(record("Bona", "kiwi", 4, 2));
    assertEquals("", jaquez.answer());
    assertEquals("", bona.answer());
  }

  @Test
  void lineThatIsCutOffAtTheEndOfTheStreamIsNoLine() {
    String line = record("Bona", "kiwi", 5, 123);
    for (int length = 1; length < line.length(); length++) {
      ScriptedClient bona = node.peer("Bona");
      bona.write(line.substring(0, length)).end();
      assertEquals(List.of(), node.contents(), "cut off after " + length);
      node.pass(SECOND);
    }
    assertEquals(0, node.count(Count.RECORDS_RECEIVED));
    ScriptedClient bona = node.peer("Bona");
    bona.write("HEADS Bona/b0:123").end();
    assertEquals(0, head("Bona"));
  }

  @Test
  void headsMoveByHeadsLinesOnly() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(record("Bona", "kiwi", 5, 1) + record("Bona", "kiwi", 6, 2));
    assertEquals(0, head("Bona"));
    bona.write("HAVE 0 Bona/b0:2\n");
    assertEquals(0, head("Bona"));
    bona.write("HEADS Bona/b0:2\n");
    assertEquals(2, head("Bona"));
    bona.write("HEADS Bona/b0:1\n");
    assertEquals(2, head("Bona"));
  }

  @Test
  void recordThatAHeadCoversIsNotLookedAt() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("HEADS Bona/b0:5\n" + record("Bona", "kiwi", 5, 5));
    assertEquals(List.of(), node.contents());
    bona.write(record("Bona", "kiwi", 5, 6));
    assertEquals(1, node.contents().size());
  }

  @Test
  void badHeadsAreRefusedAndGoodOnesBesideThemTaken() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("HEADS x Bona/b0 Bona/b0:0 Bona/b0:-1 Bona/0:5 :5 Bona/b0:x Bona/b0:7 a/b/c:1\n");
    assertEquals(7, head("Bona"));
    assertEquals(8, node.count(Count.RECORDS_REFUSED));
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void nodesOwnHeadIsNotMovedByOthers() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("HEADS Clark/c1a:99\nHAVE 0 Clark/c1a:99\n");
    assertEquals(0, node.core.replica().heads().get(Origins.SELF));
  }

  @Test
  void recordsOfStrangersAreRefusedWhereTheMembersAreKnown() {
    node = node(setup -> setup.members = Set.of(ServerId.of("Bona"), ServerId.of("Clark")));
    ScriptedClient bona = node.peer("Bona");
    bona.write(record("Mallory", "kiwi", 5, 1) + "HEADS Mallory/b0:1\n");
    assertEquals(List.of(), node.contents());
    assertEquals(2, node.count(Count.RECORDS_REFUSED));
    bona.write(record("Bona", "kiwi", 5, 1));
    assertEquals(1, node.contents().size());
  }

  @Test
  void originThatThePolicyLeavesOutIsNeitherSentNorClaimed() {
    node =
        node(
            setup ->
                setup.policy =
                    (neighbour, origin) ->
                        !neighbour.toString().equals("Jaquez")
                            || !origin.server().toString().equals("Bona"));
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write(
        record("Bona", "kiwi", 5, 1)
            + record("Bailey", "plum", 5, 1)
            + "HEADS Bona/b0:1 Bailey/b0:1\n");
    assertEquals(record("Bailey", "plum", 5, 1) + "HEADS Bailey/b0:1\n", jaquez.answer());
  }

  @Test
  void storesOfTheHerdStayEqualBeyondTheBoundOfClients() {
    node = node(setup -> setup.limits = Limits.builder().clients(1).build());
    ScriptedClient bona = node.peer("Bona");
    bona.write(record("Bona", "kiwi", 5, 1) + record("Bona", "plum", 5, 2));
    assertEquals(2, node.contents().size());
    assertEquals("? IAMAT fig +1-1 5\n", node.client().write("IAMAT fig +1-1 5\n").answer());
  }

  @Test
  void headsOfManyOriginsAreToldInSeveralLines() {
    ScriptedClient bona = node.peer("Bona");
    StringBuilder records = new StringBuilder();
    StringBuilder heads = new StringBuilder("HEADS");
    for (int i = 0; i < 1_200; i++) {
      records.append(record("S" + i, "client" + i, 5, 1));
      heads.append(" S").append(i).append("/b0:1");
    }
    bona.write(records + "" + heads + "\n");
    ScriptedClient jaquez = node.client();
    jaquez.write("HELLO herd/1-1 herd Jaquez Clark b0 60000000000 0 unsigned c0ffee\n").answer();
    jaquez.write("PROOF -\n");
    List<String> have = jaquez.answer().lines().toList();
    assertEquals(List.of("HAVE 700", "HAVE 200", "HAVE 0"), starts(have));
    jaquez.write("HAVE 0\n");
    node.pass(SECOND / 10);
    List<String> sent = jaquez.answer().lines().toList();
    assertEquals(1_200, sent.stream().filter(line -> line.startsWith("AT ")).count());
    assertEquals(3, sent.stream().filter(line -> line.startsWith("HEADS ")).count());
  }

  private static List<String> starts(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("^(\\S+ \\S+).*", "$1")).toList();
  }

  @Test
  void waitingLinkIsSentTheNewestOfEachClient() {
    node = node(setup -> setup.limits = Limits.builder().peerOutboxBytes(1).build());
    ScriptedClient bona = node.peer("Bona");
    bona.stopReading();
    ScriptedClient client = node.client();
    for (int i = 1; i <= 100; i++) {
      client.write("IAMAT kiwi +1-1 " + i + "\n");
    }
    bona.readOn();
    node.pass(SECOND / 10);
    List<String> sent = bona.answer().lines().filter(line -> line.startsWith("AT ")).toList();
    assertEquals(2, sent.size(), "the first, which the outbox took, and the last");
    assertEquals(" 100 c1a 100", sent.get(1).substring(sent.get(1).indexOf(" 100")));
  }
}
