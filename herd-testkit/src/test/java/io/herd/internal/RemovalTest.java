package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdListener;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Clients that are removed, at a node of a herd. */
final class RemovalTest {

  private static final long NOW = 1_767_225_600L;

  private final List<String> heard = new ArrayList<>();
  private LoneNode node = node(setup -> {});

  private LoneNode node(Consumer<LoneNode.Setup> differently) {
    return new LoneNode(
        setup -> {
          setup.listener =
              new HerdListener() {
                @Override
                public void onReport(AtView report, boolean acceptedHere) {
                  heard.add("report " + report.clientId() + " " + acceptedHere);
                }

                @Override
                public void onRemoval(AtView removal, boolean removedHere) {
                  heard.add("removal " + removal.clientId() + " " + removedHere);
                }
              };
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
          differently.accept(setup);
        });
  }

  private String say(String line) {
    return node.client().write(line + "\n").answer();
  }

  private boolean remove(String client) {
    boolean[] known = new boolean[1];
    node.turn(() -> known[0] = node.core.local().remove(client.getBytes(US_ASCII)));
    return known[0];
  }

  @Test
  void removedClientIsUnknown() {
    say("IAMAT kiwi +1-1 " + NOW);
    assertTrue(remove("kiwi"));
    assertEquals("? WHATSAT kiwi 10 5\n", say("WHATSAT kiwi 10 5"));
    assertEquals(null, node.core.local().find("kiwi".getBytes(US_ASCII)));
    node.core.local().nearby("kiwi".getBytes(US_ASCII), 10, 5, near -> assertEquals(null, near));
    assertFalse(remove("kiwi"));
    assertEquals(0, node.core.stats().clients());
    assertEquals(1, node.count(Count.CLIENTS_REMOVED));
  }

  @Test
  void clientThatIsNotKnownCannotBeRemoved() {
    assertFalse(remove("kiwi"));
    assertEquals(List.of(), node.contents());
  }

  @Test
  void removalGoesToTheNeighboursAsARecordThatBeatsTheReport() {
    ScriptedClient bona = node.peer("Bona");
    say("IAMAT kiwi +1-1 " + (NOW - 5));
    bona.answer();
    long tenth = 1;
    node.turn(() -> node.core.local().remove("kiwi".getBytes(US_ASCII)));
    assertEquals(
        "AT Clark +0.000000000 kiwi - 1767225600." + tenth + "00000000 c1a 2\n",
        bona.answer().lines().filter(line -> line.startsWith("AT")).findFirst().orElse("") + "\n");
  }

  @Test
  void removalOfAReportAheadOfTheClockIsJustBehindIt() {
    say("IAMAT kiwi +1-1 " + (NOW + 30));
    assertTrue(remove("kiwi"));
    assertEquals(List.of("AT Clark -30.000000001 kiwi - 1767225630.000000001"), node.contents());
  }

  @Test
  void removalBeatsAReportFurtherAheadThanMaxFuture() {
    say("IAMAT kiwi +1-1 " + (NOW + 10_000));
    assertTrue(remove("kiwi"));
    assertEquals(List.of("AT Clark -60.000000000 kiwi - 1767225660.000000001"), node.contents());
    AtView removal = new AtView();
    try (var cursor = node.core.store().cursor()) {
      assertTrue(cursor.next(removal));
    }
    assertEquals((NOW + 60) * SECOND + 1, removal.effectiveNanos(60 * SECOND));
  }

  @Test
  void nothingIsLaterThanTheLastMoment() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("AT Bona +0.000000000 kiwi +1-1 9223372036.854775807 b0 1\n");
    assertThrows(
        IllegalStateException.class, () -> node.core.local().remove("kiwi".getBytes(US_ASCII)));
  }

  @Test
  void earlierReportIsAnsweredAndChangesNothing() {
    say("IAMAT kiwi +1-1 " + (NOW - 5));
    remove("kiwi");
    assertEquals("AT Clark +1.000000000 kiwi +2-2 1767225599\n", say("IAMAT kiwi +2-2 1767225599"));
    assertEquals(1, node.count(Count.REPORTS_UNCHANGED));
    assertEquals("? WHATSAT kiwi 10 5\n", say("WHATSAT kiwi 10 5"));
  }

  @Test
  void laterReportMakesTheClientKnownAgain() {
    say("IAMAT kiwi +1-1 " + (NOW - 5));
    remove("kiwi");
    say("IAMAT kiwi +2-2 " + (NOW + 1));
    assertEquals(List.of("AT Clark -1.000000000 kiwi +2-2 1767225601"), node.contents());
    assertEquals(1, node.core.stats().clients());
    assertEquals(List.of("report kiwi true", "removal kiwi true", "report kiwi true"), heard);
  }

  @Test
  void removedClientIsANewOneForAFullStore() {
    node = node(setup -> setup.limits = Limits.builder().clients(1).build());
    say("IAMAT kiwi +1-1 " + NOW);
    remove("kiwi");
    say("IAMAT emu +1-1 " + NOW);
    String back = "IAMAT kiwi +1-1 " + (NOW + 1);
    assertEquals("? " + back + "\n", say(back));
  }

  @Test
  void clientCannotSayThatItIsRemoved() {
    assertEquals("? IAMAT kiwi - 1767225600\n", say("IAMAT kiwi - 1767225600"));
  }

  @Test
  void removalAtAnotherServerIsKeptAndPassedOn() {
    ScriptedClient bona = node.peer("Bona");
    ScriptedClient jaquez = node.peer("Jaquez");
    bona.write("AT Bona +1.000000000 kiwi +1-1 5 b0 1\n");
    jaquez.answer();
    bona.write("AT Bona +1.000000000 kiwi - 6 b0 2\n");
    assertEquals("AT Bona +1.000000000 kiwi - 6 b0 2\n", jaquez.answer());
    assertEquals("? WHATSAT kiwi 10 5\n", say("WHATSAT kiwi 10 5"));
    assertEquals(0, node.core.stats().clients());
    assertEquals(List.of("report kiwi false", "removal kiwi false"), heard);
  }

  @Test
  void nothingElseTakesThePlaceOfAPosition() {
    ScriptedClient bona = node.peer("Bona");
    for (String position : List.of("--", "+", "-1", "-+", "x")) {
      bona.write("AT Bona +1.000000000 kiwi " + position + " 6 b0 2\n");
    }
    assertEquals(5, node.count(Count.RECORDS_REFUSED));
    assertEquals(List.of(), node.contents());
  }

  @Test
  void removalExpires() {
    node = node(s -> s.timing = new Timing(60 * SECOND, 100 * SECOND, SECOND, SECOND, 0, 0));
    say("IAMAT kiwi +1-1 " + (NOW - 5));
    node.turn(() -> remove("kiwi"));
    node.pass(110 * SECOND);
    assertEquals(List.of(), node.contents());
    assertTrue(say("IAMAT kiwi +1-1 " + (NOW + 50)).startsWith("AT Clark"));
    assertEquals(1, node.core.stats().clients());
  }
}
