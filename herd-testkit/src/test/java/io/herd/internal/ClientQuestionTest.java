package io.herd.internal;

import static io.herd.internal.Fragments.assertAnswered;
import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WHATSAT. */
final class ClientQuestionTest {

  private static final String REPORT = "IAMAT kiwi +34.5-118.25 1767225599.5\n";
  private static final String AT = "AT Clark +0.500000000 kiwi +34.5-118.25 1767225599.5\n";
  private static final String JSON = "{\n\n\n\"results\" : [],\r\n\r\n\"a\" : 1\n}\n\n\n";
  private static final String ANSWER = AT + "{\n\"results\" : [],\r\n\r\n\"a\" : 1\n}\n\n";

  private final HeldPlaces places = new HeldPlaces();
  private final LoneNode node = new LoneNode(setup -> setup.places = places);
  private final ScriptedClient client = node.client();

  private static LoneNode answering(PlacesProvider provider) {
    return new LoneNode(setup -> setup.places = provider);
  }

  private static final Supplier<LoneNode> AT_ONCE =
      () -> answering(query -> CompletableFuture.completedFuture(JSON.getBytes(UTF_8)));

  private String ask(String question) {
    client.write(question + "\n");
    return client.answer();
  }

  private void report() {
    client.write(REPORT);
    assertEquals(AT, client.answer());
  }

  private static void assertStatus(String status, String answer) {
    assertTrue(answer.startsWith(AT + "{"), answer);
    assertTrue(answer.contains("\"status\" : \"" + status + "\""), answer);
    assertTrue(answer.contains("\"results\" : []"), answer);
    assertTrue(answer.endsWith("}\n\n"), answer);
  }

  @Test
  void answerIsTheStoredLineThePlacesAndTwoNewlines() {
    assertAnswered(AT_ONCE, REPORT + "WHATSAT kiwi 10 5\n", AT + ANSWER);
    assertAnswered(AT_ONCE, REPORT + "WHATSAT kiwi 10 5\r\n", AT + ANSWER);
    assertAnswered(AT_ONCE, REPORT + "WHATSAT kiwi 10 5", AT + ANSWER);
    assertAnswered(AT_ONCE, REPORT + "\tWHATSAT\rkiwi\f10 \u000b5  ", AT + ANSWER);
  }

  @Test
  void answerIsSentInOnePiece() {
    LoneNode quick = AT_ONCE.get();
    ScriptedClient asker = quick.client().write(REPORT);
    int before = asker.sends();
    asker.write("WHATSAT kiwi 10 5\n");
    assertEquals(before + 1, asker.sends());
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "-0,20,0", "+5,+7,5000", "10.5,1,10500", "50.0,20,50000", ".5,-0,500"})
  void providerIsAskedForThePositionRadiusAndBound(String radius, String bound, double metres) {
    report();
    ask("WHATSAT kiwi " + radius + " " + bound);
    assertEquals(34.5, places.queries.get(0).latitude());
    assertEquals(-118.25, places.queries.get(0).longitude());
    assertEquals(metres, places.queries.get(0).radiusMetres());
    assertEquals(Math.abs(Integer.parseInt(bound)), places.queries.get(0).resultsMax());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WHATSAT kiwi 50.1 5", "WHATSAT kiwi -1 5", "WHATSAT kiwi 51 5", "WHATSAT kiwi 10 21",
        "WHATSAT kiwi 10 -1", "WHATSAT kiwi 10 5.0", "WHATSAT kiwi ten 5", "WHATSAT kiwi 10",
        "WHATSAT kiwi 10 5 5", "WHATSAT kiw 10 5", "WHATSAT Kiwi 10 5", "whatsat kiwi 10 5",
        "WHATSAT kiwi 1e1 5", "WHATSAT  kiwi2 10\t5 "
      })
  void badQuestionIsInvalid(String line) {
    assertAnswered(AT_ONCE, REPORT + line + "\n", AT + "? " + line + "\n");
    report();
    ask(line);
    assertEquals(0, places.queries.size());
  }

  @Test
  void laterAnswersOfTheConnectionWaitForTheirTurn() {
    report();
    client.write("WHATSAT kiwi 10 5\nnonsense\nIAMAT a +1-1 1767225600\n");
    assertEquals("", client.answer());
    places.answer(0, JSON);
    node.pass(0);
    assertEquals(ANSWER + "? nonsense\nAT Clark +0.000000000 a +1-1 1767225600\n", client.answer());
  }

  @Test
  void answersKeepTheirOrderWhenPlacesComeInAnother() {
    report();
    client.write("WHATSAT kiwi 1 1\nx\nWHATSAT kiwi 2 2\ny\nWHATSAT kiwi 3 3\n");
    assertEquals(3, places.queries.size());
    places.answer(2, "third");
    node.pass(0);
    places.answer(1, "second");
    node.pass(0);
    assertEquals("", client.answer());
    places.answer(0, "first");
    node.pass(0);
    assertEquals(
        AT + "first\n\n? x\n" + AT + "second\n\n? y\n" + AT + "third\n\n", client.answer());
  }

  @Test
  void otherConnectionsDoNotWait() {
    report();
    ask("WHATSAT kiwi 10 5");
    ScriptedClient other = node.client().write("x\nWHATSAT kiwi 10 5\n");
    assertEquals("? x\n", other.answer());
    places.answer(1, "mine");
    node.pass(0);
    assertEquals(AT + "mine\n\n", other.answer());
    assertEquals("", client.answer());
  }

  @Test
  void lineIsTheOneStoredWhenTheQuestionCame() {
    report();
    client.write("WHATSAT kiwi 10 5\nIAMAT kiwi +1-1 1767225600\n");
    places.answer(0, "then");
    node.pass(0);
    assertEquals(AT + "then\n\nAT Clark +0.000000000 kiwi +1-1 1767225600\n", client.answer());
  }

  @Test
  void clientThatHalfClosesSeesTheWholeAnswerAndTheEnd() {
    report();
    client.write("WHATSAT kiwi 10 5\nx").end();
    assertEquals("", client.answer());
    assertFalse(client.isClosed());
    places.answer(0, JSON);
    node.pass(0);
    assertEquals(ANSWER + "? x\n", client.answer());
    assertTrue(client.isClosed());
  }

  @Test
  void connectionIsClosedAfterTheAnswerWhereThatIsSet() {
    LoneNode closing =
        new LoneNode(
            setup -> {
              setup.closeAfterAnswer = true;
              setup.places = places;
            });
    closing.client().write(REPORT);
    ScriptedClient asker = closing.client().write("WHATSAT kiwi 10 5\nx\n");
    assertFalse(asker.isClosed());
    places.answer(0, JSON);
    closing.pass(0);
    assertEquals(ANSWER, asker.answer());
    assertTrue(asker.isClosed());
  }

  @Test
  void lineTooLongIsAnsweredBehindTheQuestionInFlight() {
    report();
    client.write("WHATSAT kiwi 10 5\n" + "x".repeat(131_073));
    assertFalse(client.isClosed());
    places.answer(0, JSON);
    node.pass(0);
    assertEquals(ANSWER + "? " + "x".repeat(131_072) + "\n", client.answer());
    assertTrue(client.isClosed());
  }

  @Test
  void answerForAClientThatIsGoneIsForgotten() {
    report();
    ask("WHATSAT kiwi 10 5");
    client.vanish();
    places.answer(0, JSON);
    node.pass(0);
    assertEquals("", client.answer());
    assertEquals("? x\n", node.client().write("x\n").answer());
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void failureOfTheProviderHasItsStatus(Status status) {
    report();
    ask("WHATSAT kiwi 10 5");
    places.answers.get(0).completeExceptionally(new PlacesException(status, "secret"));
    node.pass(0);
    String answer = client.answer();
    assertStatus(status.name(), answer);
    assertFalse(answer.contains("secret"), answer);
    assertEquals(1, node.count(Count.PLACES_FAILED));
  }

  @Test
  void statusIsFoundBehindTheStagesOfAProvider() {
    LoneNode failing =
        answering(
            query ->
                CompletableFuture.failedFuture(new PlacesException(Status.REQUEST_DENIED, "no key"))
                    .thenApply(body -> new byte[0]));
    ScriptedClient asker = failing.client().write(REPORT + "WHATSAT kiwi 1 1\n");
    assertStatus("REQUEST_DENIED", asker.answer().substring(AT.length()));
  }

  @Test
  void everyOtherFailureIsUnknown() {
    for (PlacesProvider provider :
        new PlacesProvider[] {
          query -> CompletableFuture.failedFuture(new IllegalStateException("x")),
          query -> CompletableFuture.failedFuture(new CompletionException(null)),
          query -> CompletableFuture.completedFuture(null),
          query -> null,
          query -> {
            throw new IllegalArgumentException("x");
          }
        }) {
      ScriptedClient asker = answering(provider).client().write(REPORT);
      asker.answer();
      asker.write("WHATSAT kiwi 10 5\n");
      assertStatus("UNKNOWN_ERROR", asker.answer());
    }
  }

  @Test
  void nodeWithoutProviderFindsNothing() {
    ScriptedClient asker = new LoneNode().client().write(REPORT);
    asker.answer();
    asker.write("WHATSAT kiwi 10 5\n");
    assertStatus("ZERO_RESULTS", asker.answer());
  }

  @Test
  void questionBeyondTheBoundInFlightIsAnsweredAtOnce() {
    LoneNode busy = LoneNode.withLimits(limits -> limits.placesInFlight(2), places);
    busy.client().write(REPORT + "WHATSAT kiwi 1 1\nWHATSAT kiwi 2 2\n");
    ScriptedClient third = busy.client().write("WHATSAT kiwi 3 3\n");
    assertStatus("OVER_QUERY_LIMIT", third.answer());
    assertEquals(1, busy.count(Count.PLACES_REFUSED));
    places.answer(0, "first");
    busy.pass(0);
    third.write("WHATSAT kiwi 4 4\n");
    assertEquals("", third.answer());
    assertEquals(3, places.queries.size());
  }

  @Test
  void providerThatIsLateIsNotWaitedFor() {
    LoneNode late =
        LoneNode.withLimits(limits -> limits.placesTimeout(Duration.ofSeconds(2)), places);
    ScriptedClient asker = late.client().write(REPORT);
    asker.answer();
    asker.write("WHATSAT kiwi 10 5\n");
    late.pass(2 * SECOND - 1);
    assertEquals("", asker.answer());
    late.pass(1);
    assertStatus("UNKNOWN_ERROR", asker.answer());
    places.answer(0, JSON);
    late.pass(SECOND);
    assertEquals("", asker.answer());
  }

  @Test
  void providerThatIsLateIsToldThatNobodyWaits() {
    LoneNode late =
        LoneNode.withLimits(limits -> limits.placesTimeout(Duration.ofSeconds(2)), places);
    late.client().write(REPORT + "WHATSAT kiwi 10 5\n");
    late.pass(2 * SECOND);
    assertTrue(places.answers.get(0).isCancelled());
    assertEquals(1, late.count(Count.PLACES_FAILED));
  }

  @Test
  void commandsBehindAQuestionHaveABoundAndThenReadingPauses() {
    LoneNode busy = LoneNode.withLimits(limits -> limits.pipelined(3), places);
    ScriptedClient asker = busy.client().write(REPORT);
    asker.answer();
    asker.write("WHATSAT kiwi 10 5\na\nb\n");
    assertTrue(asker.isReadable());
    asker.write("c\nd\n").write("e\n").end();
    assertFalse(asker.isReadable());
    assertEquals(3, busy.count(Count.LINES_REFUSED));
    places.answer(0, JSON);
    busy.pass(0);
    assertEquals(ANSWER + "? a\n? b\n? c\n? d\n? e\n", asker.answer());
    assertTrue(asker.isClosed());
  }

  @Test
  void questionsBehindAQuestionCountAsCommands() {
    LoneNode busy = LoneNode.withLimits(limits -> limits.pipelined(2), places);
    ScriptedClient asker = busy.client().write(REPORT + "WHATSAT kiwi 1 1\n".repeat(10));
    assertEquals(3, places.queries.size());
    for (int i = 0; i < 10; i++) {
      places.answer(i, "body" + i);
      busy.pass(0);
    }
    StringBuilder expected = new StringBuilder(AT);
    for (int i = 0; i < 10; i++) {
      expected.append(AT).append("body").append(i).append("\n\n");
    }
    assertEquals(expected.toString(), asker.answer());
  }
}
