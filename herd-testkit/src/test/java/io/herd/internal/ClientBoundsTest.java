package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that don't read, don't speak, or are too many. */
final class ClientBoundsTest {

  private static final int OUTBOX_BYTES = 1_000;

  private final LoneNode node =
      LoneNode.withLimits(
          limits -> limits.clientOutboxBytes(OUTBOX_BYTES).idle(Duration.ofSeconds(10)));

  private static String numbered(String start, int count, String end) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(start).append(i).append(end);
    }
    return text.toString();
  }

  @Test
  void clientThatDoesNotReadIsNotReadFrom() {
    ScriptedClient client = node.client();
    client.stopReading();
    for (int i = 0; i < 1_000; i++) {
      client.write("line" + i + "\n");
    }
    assertFalse(client.isReadable());
    assertTrue(client.unread() <= OUTBOX_BYTES, client.unread() + " bytes unread");
    assertTrue(node.count(Count.LINES_REFUSED) < 200);
    assertTrue(node.count(Count.READS_PAUSED) > 0);
  }

  @Test
  void clientThatReadsAgainGetsEveryAnswerInOrder() {
    ScriptedClient client = node.client();
    client.stopReading();
    for (int i = 0; i < 1_000; i++) {
      client.write("line" + i + "\n");
    }
    client.end();
    client.readOn();
    assertEquals(numbered("? line", 1_000, "\n"), client.received());
    assertTrue(client.isClosed());
  }

  @Test
  void manyCommandsInOnePieceDoNotFillTheMemory() {
    ScriptedClient client = node.client();
    client.stopReading();
    client.write(numbered("line", 100_000, "\n"));
    assertTrue(node.count(Count.LINES_REFUSED) < 30_000, "lines taken");
    client.end();
    client.readOn();
    assertEquals(numbered("? line", 100_000, "\n"), client.received());
  }

  @Test
  void unsentAnswersOfAllClientsHaveABoundAtWhichThoseWithTheMostAreCutOff() {
    LoneNode small = LoneNode.withLimits(limits -> limits.unsentBytes(1_000));
    ScriptedClient little = small.client();
    little.stopReading();
    little.write("y".repeat(97) + "\n");
    ScriptedClient much = small.client();
    much.stopReading();
    much.write("x".repeat(897) + "\n");
    assertEquals(0, small.count(Count.UNSENT_FULL));
    little.write("\n");
    assertEquals(1, small.count(Count.UNSENT_FULL));
    assertTrue(much.isClosed());
    assertFalse(little.isClosed());
    little.readOn();
    assertEquals("? " + "y".repeat(97) + "\n? \n", little.received());
  }

  @Test
  void answersThatAreReadDoNotCountAsUnsent() {
    LoneNode small = LoneNode.withLimits(limits -> limits.unsentBytes(1_000));
    ScriptedClient client = small.client();
    for (int i = 0; i < 100; i++) {
      assertEquals("? " + "x".repeat(500) + "\n", client.write("x".repeat(500) + "\n").answer());
    }
    assertEquals(0, small.count(Count.UNSENT_FULL));
  }

  @Test
  void clientThatDoesNotReadDisturbsNoOther() {
    ScriptedClient stuck = node.client();
    stuck.stopReading();
    ScriptedClient other = node.client();
    for (int i = 0; i < 500; i++) {
      stuck.write("IAMAT a +1-1 " + i + "\n");
      other.write("x" + i + "\n");
      assertEquals("? x" + i + "\n", other.answer());
    }
  }

  @Test
  void placesForAClientThatDoesNotReadWait() {
    HeldPlaces places = new HeldPlaces();
    LoneNode held = LoneNode.withLimits(limits -> limits.clientOutboxBytes(OUTBOX_BYTES), places);
    ScriptedClient client = held.client().write("IAMAT a +1-1 1767225600\n");
    String at = client.answer();
    client.stopReading();
    client.write("WHATSAT a 1 1\nWHATSAT a 2 2\nWHATSAT a 3 3\nx\n");
    for (int i = 2; i >= 0; i--) {
      places.answer(i, "p".repeat(900) + i);
      held.pass(0);
    }
    assertTrue(client.unread() <= OUTBOX_BYTES, client.unread() + " bytes unread");
    client.end();
    client.readOn();
    assertEquals(numbered(at + "p".repeat(900), 3, "\n\n") + "? x\n", client.received());
    assertTrue(client.isClosed());
  }

  @Test
  void silentClientIsClosedAfterTheIdleTime() {
    ScriptedClient silent = node.client().write("x\n");
    ScriptedClient talker = node.client();
    for (int second = 0; second < 9; second++) {
      node.pass(SECOND);
      talker.write("y\n");
    }
    assertFalse(silent.isClosed());
    node.pass(3 * SECOND);
    assertTrue(silent.isClosed());
    assertFalse(talker.isClosed());
    assertEquals("? x\n", silent.received());
    assertEquals(1, node.count(Count.IDLE_CLOSED));
  }

  @Test
  void clientThatWaitsForPlacesIsNotIdle() {
    HeldPlaces places = new HeldPlaces();
    LoneNode held =
        LoneNode.withLimits(
            limits -> limits.idle(Duration.ofSeconds(10)).placesTimeout(Duration.ofSeconds(60)),
            places);
    ScriptedClient client = held.client().write("IAMAT a +1-1 5\nWHATSAT a 1 1\n");
    held.pass(50 * SECOND);
    assertFalse(client.isClosed());
    places.answer(0, "body");
    held.pass(2 * SECOND);
    assertTrue(client.received().endsWith("body\n\n"), client.received());
    assertTrue(client.isClosed());
  }

  @Test
  void silentClientThatDoesNotReadIsClosedToo() {
    ScriptedClient stuck = node.client();
    stuck.stopReading();
    for (int i = 0; i < 1_000; i++) {
      stuck.write("line" + i + "\n");
    }
    node.pass(20 * SECOND);
    assertTrue(stuck.isClosed());
    assertEquals(1, node.count(Count.IDLE_CLOSED));
    assertEquals(0, node.core.stats().connections());
  }

  @Test
  void silentClientThatDoesNotReadItsPlacesIsClosedToo() {
    HeldPlaces places = new HeldPlaces();
    LoneNode held =
        LoneNode.withLimits(
            limits -> limits.clientOutboxBytes(10).idle(Duration.ofSeconds(10)), places);
    ScriptedClient client = held.client();
    client.stopReading();
    client.write("IAMAT a +1-1 5\nWHATSAT a 1 1\nWHATSAT a 2 2\n");
    places.answer(0, "body");
    places.answer(1, "body");
    held.pass(20 * SECOND);
    assertTrue(client.isClosed());
    assertEquals(1, held.count(Count.IDLE_CLOSED));
  }

  @Test
  void silentClientThatDoesNotReadItsLastAnswerIsClosedToo() {
    ScriptedClient client = node.client();
    client.stopReading();
    for (int i = 0; i < 100; i++) {
      client.write("line" + i + "\n");
    }
    client.write("x".repeat(200_000)).end();
    node.pass(30 * SECOND);
    assertTrue(client.isClosed());
  }

  @Test
  void connectionBeyondTheBoundIsRefused() {
    LoneNode small = LoneNode.withLimits(limits -> limits.connections(2));
    ScriptedClient first = small.client();
    ScriptedClient second = small.client();
    ScriptedClient third = small.client();
    assertTrue(third.isClosed());
    assertEquals("? x\n", second.write("x\n").answer());
    assertEquals(1, small.count(Count.CONNECTIONS_REFUSED));
    first.vanish();
    assertEquals("? x\n", small.client().write("x\n").answer());
    assertEquals(3, small.count(Count.CONNECTIONS_ACCEPTED));
  }

  @Test
  void oldestConnectionWithoutAWholeLineMakesRoomForANewOne() {
    LoneNode small = LoneNode.withLimits(limits -> limits.unidentified(2));
    ScriptedClient speaker = small.client().write("x\n");
    ScriptedClient oldest = small.client().write("half a li");
    ScriptedClient next = small.client();
    assertFalse(oldest.isClosed());
    ScriptedClient last = small.client();
    assertTrue(oldest.isClosed());
    assertEquals("", oldest.received());
    assertFalse(next.isClosed());
    assertFalse(last.isClosed());
    assertEquals("? y\n", speaker.write("y\n").received().substring(4));
    assertEquals(1, small.count(Count.UNIDENTIFIED_DROPPED));
  }

  @Test
  void listenerThatThrowsDisturbsNoAnswer() {
    LoneNode failing =
        new LoneNode(
            setup ->
                setup.listener =
                    new io.herd.HerdListener() {
                      @Override
                      public void onReport(io.herd.protocol.AtView report, boolean acceptedHere) {
                        throw new IllegalStateException("report");
                      }

                      @Override
                      public void onRefusedLine(java.nio.ByteBuffer line) {
                        throw new IllegalStateException("line");
                      }
                    });
    ScriptedClient client = failing.client().write("IAMAT a +1-1 1767225600\nx\n");
    assertEquals("AT Clark +0.000000000 a +1-1 1767225600\n? x\n", client.received());
    assertEquals(2, failing.count(Count.LISTENER_FAILURES));
  }
}
