package io.herd.places;

import static io.herd.places.Guards.BODY;
import static io.herd.places.Guards.LONG;
import static io.herd.places.Guards.ask;
import static io.herd.places.Guards.count;
import static io.herd.places.Guards.failure;
import static io.herd.places.Guards.lasting;
import static io.herd.places.Guards.passing;
import static io.herd.places.Guards.patient;
import static io.herd.places.Guards.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.places.HandPlaces.Asked;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a guard makes of providers that fail or misbehave. */
@Timeout(60)
class GuardedFailuresTest {

  private final Guards guards = new Guards();
  private final HandPlaces hand = new HandPlaces();

  @AfterEach
  void close() {
    guards.close();
  }

  @Test
  void aProviderThatKeepsFailingIsLeftAloneWithTheStatusOfItsFailure() throws Exception {
    for (Status status :
        List.of(Status.REQUEST_DENIED, Status.OVER_QUERY_LIMIT, Status.UNKNOWN_ERROR)) {
      HandPlaces failing = new HandPlaces();
      GuardedPlaces guard = guards.guard(failing, patient().failures(2).failuresOf(3).pause(LONG));
      for (int i = 0; i < 2; i++) {
        CompletableFuture<byte[]> answer = ask(guard, i);
        failing.next().answer().completeExceptionally(lasting(status));
        assertEquals(status, status(answer));
      }
      assertEquals(status, status(ask(guard, 2)));
      assertEquals(2, failing.calls.get(), "not called any more");
      assertEquals(1, count(guard, "refusedByBreaker"));
      assertEquals(1, count(guard, "paused"));
    }
  }

  @Test
  void lateCallsOpenTheBreaker() throws Exception {
    GuardedPlaces guard =
        guards.guard(
            hand, patient().deadline(Duration.ofMillis(5)).failures(2).failuresOf(2).pause(LONG));
    while (count(guard, "paused") == 0) {
      assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    }
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    assertTrue(count(guard, "refusedByBreaker") > 0);
  }

  @Test
  void questionsRefusedAsMalformedDoNotOpenTheBreaker() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().failures(1).failuresOf(1).pause(LONG));
    for (int i = 0; i < 3; i++) {
      CompletableFuture<byte[]> answer = ask(guard, i);
      hand.next().answer().completeExceptionally(lasting(Status.INVALID_REQUEST));
      assertEquals(Status.INVALID_REQUEST, status(answer));
    }
    assertEquals(0, count(guard, "paused"));
  }

  @Test
  void afterThePauseOneCallIsATrialAndSuccessEndsThePause() throws Exception {
    GuardedPlaces guard =
        guards.guard(hand, patient().failures(1).failuresOf(1).pause(Duration.ofMillis(1)));
    CompletableFuture<byte[]> failing = ask(guard, 0);
    hand.next().answer().completeExceptionally(lasting(Status.UNKNOWN_ERROR));
    assertEquals(Status.UNKNOWN_ERROR, status(failing));
    Asked trial = trial(guard, 1);
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 2)), "no second one beside the trial");
    trial.answer().complete(BODY);
    trial(guard, 3).answer().complete(BODY);
    assertEquals(1, count(guard, "paused"));
  }

  /** Asks until the pause is over. */
  private Asked trial(GuardedPlaces guard, int number) throws Exception {
    CompletableFuture<byte[]> answer = ask(guard, number);
    while (hand.isIdle()) {
      if (answer.isDone()) {
        answer = ask(guard, number);
      }
      Thread.onSpinWait();
    }
    return hand.next();
  }

  @Test
  void aTrialThatNobodyWaitsForEndsToo() throws Exception {
    GuardedPlaces guard =
        guards.guard(hand, patient().failures(1).failuresOf(1).pause(Duration.ofMillis(1)));
    CompletableFuture<byte[]> failing = ask(guard, 0);
    hand.next().answer().completeExceptionally(lasting(Status.UNKNOWN_ERROR));
    assertEquals(Status.UNKNOWN_ERROR, status(failing));
    CompletableFuture<byte[]> first = ask(guard, 1);
    while (hand.isIdle()) {
      if (first.isDone()) {
        first = ask(guard, 1);
      }
      Thread.onSpinWait();
    }
    hand.next();
    first.cancel(false);
    trial(guard, 2).answer().complete(BODY);
  }

  @Test
  void passingFailuresAreTriedAgain() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().retries(2));
    CompletableFuture<byte[]> answer = ask(guard, 1);
    hand.next().answer().completeExceptionally(passing());
    hand.next().answer().completeExceptionally(new CompletionException(passing()));
    hand.next().answer().complete(BODY);
    assertSame(BODY, answer.get(30, TimeUnit.SECONDS));
    assertEquals(2, count(guard, "retried"));
    assertEquals(3, count(guard, "calls"));
  }

  @Test
  void noMoreOftenThanAllowed() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().retries(1));
    CompletableFuture<byte[]> answer = ask(guard, 1);
    hand.next().answer().completeExceptionally(passing());
    hand.next().answer().completeExceptionally(passing());
    assertEquals(Status.UNKNOWN_ERROR, status(answer));
    assertEquals(2, hand.calls.get());
  }

  @Test
  void lastingFailuresAreNotTriedAgain() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().retries(5));
    CompletableFuture<byte[]> answer = ask(guard, 1);
    hand.next().answer().completeExceptionally(lasting(Status.OVER_QUERY_LIMIT));
    assertEquals(Status.OVER_QUERY_LIMIT, status(answer));
    assertEquals(1, hand.calls.get());
    assertEquals(0, count(guard, "retried"));
  }

  @Test
  void retriesThatWouldBeginBehindTheDeadlineAreNotMade() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    PlacesProvider failing =
        query -> {
          calls.incrementAndGet();
          return CompletableFuture.failedFuture(passing());
        };
    GuardedPlaces guard =
        guards.guard(
            failing,
            patient()
                .retries(10)
                .retryDelay(Duration.ofMinutes(1))
                .deadline(Duration.ofSeconds(50)));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    assertEquals(1, calls.get());
  }

  @Test
  void retriesEndAtTheDeadline() throws Exception {
    PlacesProvider failing = query -> CompletableFuture.failedFuture(passing());
    GuardedPlaces guard =
        guards.guard(
            failing,
            patient()
                .deadline(Duration.ofMillis(40))
                .retries(10)
                .retryDelay(Duration.ofMillis(30))
                .failures(1_000)
                .failuresOf(1_000));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    assertTrue(count(guard, "calls") < 10, "made " + count(guard, "calls") + " calls");
  }

  @Test
  void retriesSpendTheBudget() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().retries(3).callsADay(1));
    CompletableFuture<byte[]> answer = ask(guard, 1);
    hand.next().answer().completeExceptionally(passing());
    assertEquals(Status.OVER_QUERY_LIMIT, status(answer));
    assertEquals(1, hand.calls.get());
  }

  @Test
  void aProviderThatThrowsOrAnswersNullIsAnUnknownError() throws Exception {
    List<PlacesProvider> broken =
        List.of(
            query -> {
              throw new IllegalStateException("with the key AIza");
            },
            query -> {
              throw new AssertionError("with the key AIza");
            },
            query -> null,
            query -> CompletableFuture.completedFuture(null),
            query -> CompletableFuture.failedFuture(new RuntimeException("with the key AIza")));
    for (PlacesProvider provider : broken) {
      PlacesException failure = failure(ask(guards.guard(provider, patient()), 1));
      assertEquals(Status.UNKNOWN_ERROR, failure.status());
      assertFalse(failure.getMessage().contains("AIza"), failure.getMessage());
    }
  }

  @Test
  void aProviderThatCompletesTwiceIsHeardOnce() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    CompletableFuture<byte[]> answer = ask(guard, 1);
    CompletableFuture<byte[]> twice = hand.next().answer();
    twice.complete(BODY);
    assertSame(BODY, answer.get(30, TimeUnit.SECONDS));
    twice.obtrudeException(lasting(Status.UNKNOWN_ERROR));
    assertArrayEquals(BODY, answer.get());
  }

  @Test
  void aProviderThatBlocksDoesNotStopTheCallerOrTheDeadline() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    PlacesProvider blocking =
        query -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return CompletableFuture.completedFuture(BODY);
        };
    GuardedPlaces guard = guards.guard(blocking, patient().deadline(Duration.ofMillis(20)));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 2)));
    released.countDown();
  }

  @Test
  void aStageThatCannotBeCancelledIsLeftToItself() throws Exception {
    CompletableFuture<byte[]> hidden = new CompletableFuture<>();
    CompletionStage<byte[]> minimal = hidden.minimalCompletionStage();
    GuardedPlaces guard =
        guards.guard(query -> Uncancellable.of(minimal), patient().deadline(Duration.ofMillis(5)));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 1)));
    assertFalse(hidden.isDone());
  }
}
