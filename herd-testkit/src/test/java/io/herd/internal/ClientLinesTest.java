package io.herd.internal;

import static io.herd.internal.Fragments.assertAnswered;
import static io.herd.internal.Fragments.assertAnsweredAndOpen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, their ends, and the end of the stream. */
final class ClientLinesTest {

  private static final String REPORT = "IAMAT kiwi +34.068930-118.445127 1767225599.736126614";
  private static final String ANSWER =
      "AT Clark +0.263873386 kiwi +34.068930-118.445127 1767225599.736126614\n";
  private static final int LINE_BYTES = 64;

  private static final Supplier<LoneNode> SHORT_LINES =
      () -> LoneNode.withLimits(limits -> limits.lineBytes(LINE_BYTES));
  private static final Supplier<LoneNode> CLOSING =
      () -> new LoneNode(setup -> setup.closeAfterAnswer = true);

  @Test
  void lineEndsWithALineFeed() {
    assertAnsweredAndOpen(REPORT + "\n", ANSWER);
  }

  @Test
  void lineMayEndWithCarriageReturnAndLineFeed() {
    assertAnsweredAndOpen(REPORT + "\r\n", ANSWER);
  }

  @Test
  void lineWithoutItsEndIsNotAnswered() {
    assertAnsweredAndOpen(REPORT + "\nIAMAT kiwi +1-1 5", ANSWER);
  }

  @Test
  void bytesLeftAtTheEndOfTheStreamAreALastLine() {
    assertAnswered(REPORT, ANSWER);
    assertAnswered(REPORT + "\r", ANSWER);
    assertAnswered("x\n" + REPORT, "? x\n" + ANSWER);
  }

  @Test
  void clientThatHalfClosesSeesTheWholeAnswerAndTheEnd() {
    assertAnswered(REPORT + "\n", ANSWER);
    assertAnswered(REPORT + "\r\n", ANSWER);
  }

  @Test
  void connectionThatEndsWithoutAByteGetsNothing() {
    ScriptedClient client = new LoneNode().client().end();
    assertEquals("", client.received());
    assertTrue(client.isClosed());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\r", "\f", "\u000b", "   ", "\t \r\f\u000b"})
  void whiteSpaceSeparatesAndSurroundsFields(String space) {
    String fields = REPORT.replace(" ", space);
    assertAnsweredAndOpen(fields + "\n", ANSWER);
    assertAnsweredAndOpen(space + fields + space + "\n", ANSWER);
  }

  @Test
  void everyByteButWhiteSpaceMayBePartOfAField() {
    for (int b = 0; b < 256; b++) {
      if (" \t\r\n\f\u000b".indexOf(b) < 0) {
        String id = "k" + (char) b;
        ScriptedClient client = new LoneNode().client();
        client.write(REPORT.replace("kiwi", id) + "\n");
        assertEquals(ANSWER.replace("kiwi", id), client.received(), "byte " + b);
      }
    }
  }

  @Test
  void commandsAreAnsweredInTheirOrder() {
    assertAnswered(
        REPORT + "\nnonsense\n" + REPORT + "\r\n\n" + REPORT,
        ANSWER + "? nonsense\n" + ANSWER + "? \n" + ANSWER);
  }

  @Test
  void answersOfOnePieceAreSentTogether() {
    ScriptedClient client = new LoneNode().client();
    client.write((REPORT + "\n").repeat(100));
    assertEquals(ANSWER.repeat(100), client.received());
    assertEquals(1, client.sends());
  }

  @Test
  void connectionStaysOpenAfterAnInvalidCommand() {
    assertAnsweredAndOpen("nonsense\n" + REPORT + "\n", "? nonsense\n" + ANSWER);
  }

  @Test
  void nothingIsEverWrittenUnasked() {
    LoneNode node = new LoneNode();
    ScriptedClient client = node.client();
    node.pass(60 * LoneNode.SECOND);
    assertEquals("", client.received());
    assertFalse(client.isClosed());
  }

  @ParameterizedTest
  @ValueSource(ints = {LINE_BYTES - 1, LINE_BYTES})
  void lineUpToTheBoundIsAnOrdinaryOne(int bytes) {
    String line = "x".repeat(bytes);
    assertAnswered(SHORT_LINES, line + "\nIAMAT k +1-1 1767225600\n", longAnswer(bytes) + SMALL);
    assertAnswered(SHORT_LINES, line, longAnswer(bytes));
  }

  private static final String SMALL = "AT Clark +0.000000000 k +1-1 1767225600\n";

  private static String longAnswer(int bytes) {
    return "? " + "x".repeat(bytes) + "\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {LINE_BYTES + 1, LINE_BYTES + 2, 200})
  void lineBeyondTheBoundIsAnsweredAsFarAsItWasKeptAndEndsTheConnection(int bytes) {
    String line = "x".repeat(bytes);
    assertAnswered(SHORT_LINES, line + "\nIAMAT k +1-1 1767225600\n", longAnswer(LINE_BYTES));
    assertAnswered(SHORT_LINES, line, longAnswer(LINE_BYTES));
  }

  @Test
  void carriageReturnCountsAsAByteOfTheLine() {
    String line = "x".repeat(LINE_BYTES - 1);
    assertAnswered(SHORT_LINES, line + "\r\n", "? " + line + "\r\n");
    assertAnswered(SHORT_LINES, line + "x\r\n", "? " + line + "x\n");
  }

  @Test
  void commandsBeforeALineTooLongAreAnswered() {
    assertAnswered(
        SHORT_LINES,
        "IAMAT k +1-1 1767225600\n" + "x".repeat(LINE_BYTES + 1) + "\n",
        SMALL + longAnswer(LINE_BYTES));
  }

  @Test
  void lineTooLongIsAnsweredAsSoonAsItIsTooLong() {
    LoneNode node = SHORT_LINES.get();
    ScriptedClient client = node.client().write("x".repeat(LINE_BYTES));
    assertEquals("", client.received());
    client.write("x");
    assertEquals(longAnswer(LINE_BYTES), client.received());
    assertTrue(client.isClosed());
    assertEquals(1, node.count(Count.LINES_TOO_LONG));
  }

  @Test
  void connectionIsClosedAfterTheFirstAnswerWhereThatIsSet() {
    assertAnswered(CLOSING, REPORT + "\n" + REPORT + "\n", ANSWER);
    assertAnswered(CLOSING, "nonsense\n" + REPORT + "\n", "? nonsense\n");
    assertAnswered(CLOSING, "\n", "? \n");
    assertAnswered(CLOSING, REPORT, ANSWER);
  }

  @Test
  void clientThatReadsToTheEndNeedsNoHalfCloseWhereThatIsSet() {
    ScriptedClient client = CLOSING.get().client().write(REPORT + "\n");
    assertEquals(ANSWER, client.received());
    assertTrue(client.isClosed());
  }

  @Test
  void unfinishedLinesOfAllConnectionsHaveABoundAtWhichTheLongestIsRefused() {
    LoneNode node = LoneNode.withLimits(limits -> limits.lineBytes(64).unfinishedBytes(100));
    ScriptedClient first = node.client().write("a".repeat(40));
    ScriptedClient second = node.client().write("b".repeat(60));
    assertEquals("", second.received());
    second.write("b");
    assertEquals("? " + "b".repeat(61) + "\n", second.received());
    assertTrue(second.isClosed());
    assertEquals(1, node.count(Count.UNFINISHED_FULL));
    first.write("\n");
    assertEquals("? " + "a".repeat(40) + "\n", first.received());
  }

  @Test
  void whoHoardsUnfinishedLinesLosesAndNotWhoComesNext() {
    LoneNode node = LoneNode.withLimits(limits -> limits.lineBytes(64).unfinishedBytes(100));
    ScriptedClient hoarder = node.client().write("a".repeat(60));
    ScriptedClient next = node.client().write("b".repeat(41));
    assertTrue(hoarder.isClosed());
    next.write("\n");
    assertEquals("? " + "b".repeat(41) + "\n", next.received());
    assertEquals(1, node.count(Count.UNFINISHED_FULL));
  }

  @Test
  void finishedAndGivenUpLinesMakeRoomForOthers() {
    LoneNode node = LoneNode.withLimits(limits -> limits.lineBytes(64).unfinishedBytes(64));
    for (int i = 0; i < 10; i++) {
      node.client().write("a".repeat(60)).write("\n");
      node.client().write("b".repeat(60)).end();
      node.client().write("c".repeat(60)).vanish();
      node.client().write("d".repeat(65));
    }
    ScriptedClient last = node.client().write("e".repeat(64)).write("\n");
    assertEquals("? " + "e".repeat(64) + "\n", last.received());
    assertEquals(0, node.count(Count.UNFINISHED_FULL));
  }
}
