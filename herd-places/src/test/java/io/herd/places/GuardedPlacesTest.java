package io.herd.places;

import static io.herd.places.Guards.BODY;
import static io.herd.places.Guards.LONG;
import static io.herd.places.Guards.ask;
import static io.herd.places.Guards.count;
import static io.herd.places.Guards.lasting;
import static io.herd.places.Guards.patient;
import static io.herd.places.Guards.query;
import static io.herd.places.Guards.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.herd.places.HandPlaces.Asked;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedPlacesTest {

  private final Guards guards = new Guards();
  private final HandPlaces hand = new HandPlaces();

  @AfterEach
  void close() {
    guards.close();
  }

  @Test
  void anAnswerIsPassedOnAsItIs() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    CompletableFuture<byte[]> answer = ask(guard, 1);
    Asked asked = hand.next();
    assertEquals(query(1), asked.query());
    asked.answer().complete(BODY);
    assertSame(BODY, answer.get(30, TimeUnit.SECONDS));
    assertEquals(1, count(guard, "answered"));
    assertEquals(1, count(guard, "calls"));
    assertEquals(1, count(guard, "provider.calls"));
  }

  @Test
  void aFailureIsPassedOnWithItsStatus() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().failures(10));
    for (Status status : Status.values()) {
      CompletableFuture<byte[]> answer = ask(guard, 1);
      hand.next().answer().completeExceptionally(lasting(status));
      assertEquals(status, status(answer));
      assertEquals(1, count(guard, "failed." + status));
    }
  }

  @Test
  void aThousandEqualQuestionsAreOneCall() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(ask(guard, 7));
    }
    hand.next().answer().complete(BODY);
    for (CompletableFuture<byte[]> answer : answers) {
      assertSame(BODY, answer.get(30, TimeUnit.SECONDS));
    }
    assertEquals(1, hand.calls.get());
    assertEquals(999, count(guard, "shared"));
    assertEquals(1_000, count(guard, "answered"));
  }

  @Test
  void questionsThatDifferInAnythingAreNotShared() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    guard.nearby(new PlacesQuery(1, 2, 1_000, 5));
    guard.nearby(new PlacesQuery(1.00001, 2, 1_000, 5));
    guard.nearby(new PlacesQuery(1, 2.00001, 1_000, 5));
    guard.nearby(new PlacesQuery(1, 2, 2_000, 5));
    guard.nearby(new PlacesQuery(1, 2, 1_000, 6));
    for (int i = 0; i < 5; i++) {
      hand.next();
    }
    assertEquals(0, count(guard, "shared"));
  }

  @Test
  void aCallerWhoGivesUpDoesNotFailTheOthers() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    CompletableFuture<byte[]> first = ask(guard, 1);
    CompletableFuture<byte[]> second = ask(guard, 1);
    assertTrue(first.cancel(false));
    Asked asked = hand.next();
    assertFalse(asked.answer().isCancelled());
    asked.answer().complete(BODY);
    assertSame(BODY, second.get(30, TimeUnit.SECONDS));
    assertEquals(1, count(guard, "cancelled"));
  }

  @Test
  void theCallIsCancelledWhenTheLastCallerGivesUp() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().concurrency(1));
    CompletableFuture<byte[]> first = ask(guard, 1);
    CompletableFuture<byte[]> second = ask(guard, 1);
    Asked asked = hand.next();
    CompletableFuture<byte[]> other = ask(guard, 2);
    first.cancel(false);
    second.cancel(false);
    assertEquals(query(2), hand.next().query(), "its turn was freed");
    assertTrue(asked.answer().isCancelled());
    assertFalse(other.isDone());
  }

  @Test
  void aQuestionAskedAfterAllGaveUpIsACallOfItsOwn() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    ask(guard, 1).cancel(false);
    CompletableFuture<byte[]> again = ask(guard, 1);
    Asked asked = hand.next();
    if (asked.answer().isCancelled()) {
      asked = hand.next();
    }
    asked.answer().complete(BODY);
    assertSame(BODY, again.get(30, TimeUnit.SECONDS));
  }

  @Test
  void theDeadlineAnswersAndCancels() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().deadline(Duration.ofMillis(20)));
    CompletableFuture<byte[]> answer = ask(guard, 1);
    Asked asked = hand.next();
    assertEquals(Status.UNKNOWN_ERROR, status(answer));
    assertThrows(Exception.class, () -> asked.answer().get(30, TimeUnit.SECONDS));
    assertTrue(asked.answer().isCancelled());
    assertEquals(1, count(guard, "late"));
    assertEquals(1, count(guard, "failed.UNKNOWN_ERROR"));
  }

  @Test
  void theDeadlineCoversTheWaitForATurn() throws Exception {
    GuardedPlaces guard =
        guards.guard(hand, patient().deadline(Duration.ofMillis(20)).concurrency(1).failures(10));
    CompletableFuture<byte[]> first = ask(guard, 1);
    CompletableFuture<byte[]> second = ask(guard, 2);
    assertEquals(Status.UNKNOWN_ERROR, status(first));
    assertEquals(Status.UNKNOWN_ERROR, status(second));
  }

  @Test
  void soManyCallsGoOnAtATimeAndSoManyWait() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().concurrency(2).room(3));
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(ask(guard, i));
    }
    assertEquals(Status.OVER_QUERY_LIMIT, status(ask(guard, 5)), "at once");
    assertEquals(1, count(guard, "refusedByRoom"));
    assertFalse(ask(guard, 4).isDone(), "to share needs no room");
    Asked zero = hand.next();
    Asked one = hand.next();
    assertTrue(hand.isIdle());
    zero.answer().complete(BODY);
    assertEquals(query(2), hand.next().query(), "first come, first served");
    one.answer().complete(BODY);
    assertEquals(query(3), hand.next().query());
    assertFalse(ask(guard, 5).isDone(), "there is room again");
  }

  @Test
  void soManyCallersWaitInAll() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().callers(3));
    CompletableFuture<byte[]> first = ask(guard, 1);
    for (int i = 1; i < 3; i++) {
      assertFalse(ask(guard, 1).isDone());
    }
    assertEquals(Status.OVER_QUERY_LIMIT, status(ask(guard, 1)));
    assertEquals(Status.OVER_QUERY_LIMIT, status(ask(guard, 2)), "one who shares nothing, too");
    hand.next().answer().complete(BODY);
    first.get(30, TimeUnit.SECONDS);
    CompletableFuture<byte[]> later = ask(guard, 1);
    hand.next().answer().complete(BODY);
    assertSame(BODY, later.get(30, TimeUnit.SECONDS));
  }

  @Test
  void noMoreCallsASecondThanAllowed() throws Exception {
    // more than a second's worth, so that a new second that begins in between does not matter
    GuardedPlaces guard = guards.guard(hand, patient().callsASecond(1).failures(10));
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      CompletableFuture<byte[]> answer = ask(guard, i);
      if (!hand.isIdle()) {
        hand.next().answer().complete(BODY);
      }
      while (!answer.isDone()) {
        if (!hand.isIdle()) {
          hand.next().answer().complete(BODY);
        }
        Thread.onSpinWait();
      }
      if (answer.isCompletedExceptionally()) {
        assertEquals(Status.OVER_QUERY_LIMIT, status(answer));
        refused++;
      }
    }
    assertTrue(refused > 0);
    assertEquals(refused, count(guard, "refusedByRate"));
  }

  @Test
  void theBudgetOfADayBeginsAnewAtMidnight() throws Exception {
    Instant[] now = {Instant.parse("2026-11-21T23:59:59Z")};
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            assertEquals(ZoneOffset.UTC, zone);
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    GuardedPlaces guard =
        new GuardedPlaces(hand, patient().callsADay(2).build(), clock, Ticker.systemTicker());
    guards.add(guard);
    for (int i = 0; i < 2; i++) {
      CompletableFuture<byte[]> answer = ask(guard, i);
      hand.next().answer().complete(BODY);
      answer.get(30, TimeUnit.SECONDS);
    }
    assertEquals(Status.OVER_QUERY_LIMIT, status(ask(guard, 2)));
    assertEquals(1, count(guard, "refusedByBudget"));
    now[0] = Instant.parse("2026-11-22T00:00:00Z");
    CompletableFuture<byte[]> answer = ask(guard, 3);
    hand.next().answer().complete(BODY);
    assertSame(BODY, answer.get(30, TimeUnit.SECONDS));
  }

  @Test
  void answersAreKeptAsLongAsTheProviderAllows() throws Exception {
    AtomicLong nanos = new AtomicLong();
    HandPlaces cacheable = new HandPlaces(Duration.ofSeconds(10));
    GuardedPlaces guard =
        new GuardedPlaces(cacheable, patient().build(), Clock.systemUTC(), nanos::get);
    guards.add(guard);
    assertEquals(Duration.ofSeconds(10), guard.cacheable());
    CompletableFuture<byte[]> first = ask(guard, 1);
    cacheable.next().answer().complete(BODY);
    first.get(30, TimeUnit.SECONDS);
    nanos.set(Duration.ofSeconds(10).toNanos() - 1);
    assertSame(BODY, ask(guard, 1).getNow(null));
    assertEquals(1, count(guard, "cached"));
    nanos.set(Duration.ofSeconds(10).toNanos());
    assertFalse(ask(guard, 1).isDone());
    cacheable.next();
  }

  @Test
  void nothingIsKeptOtherwise() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient());
    for (int i = 0; i < 2; i++) {
      CompletableFuture<byte[]> answer = ask(guard, 1);
      hand.next().answer().complete(BODY);
      answer.get(30, TimeUnit.SECONDS);
    }
    assertEquals(2, hand.calls.get());
  }

  @Test
  void whatIsKeptHasABound() throws Exception {
    HandPlaces cacheable = new HandPlaces(LONG);
    GuardedPlaces guard = guards.guard(cacheable, patient().cacheBytes(10_000).callsASecond(1_000));
    for (int i = 0; i < 100; i++) {
      CompletableFuture<byte[]> answer = ask(guard, i);
      cacheable.next().answer().complete(new byte[1_000]);
      answer.get(30, TimeUnit.SECONDS);
    }
    for (int i = 0; i < 100; i++) {
      ask(guard, i);
    }
    long kept = count(guard, "cached");
    assertTrue(kept > 0 && kept < 10, "kept " + kept);
  }

  @Test
  void failuresAreNotKept() throws Exception {
    HandPlaces cacheable = new HandPlaces(LONG);
    GuardedPlaces guard = guards.guard(cacheable, patient());
    CompletableFuture<byte[]> answer = ask(guard, 1);
    cacheable.next().answer().completeExceptionally(lasting(Status.UNKNOWN_ERROR));
    assertEquals(Status.UNKNOWN_ERROR, status(answer));
    assertFalse(ask(guard, 1).isDone());
  }

  @Test
  void closeFailsWhatWaitsAndRefusesWhatComes() throws Exception {
    GuardedPlaces guard = guards.guard(hand, patient().concurrency(1));
    CompletableFuture<byte[]> running = ask(guard, 1);
    CompletableFuture<byte[]> waiting = ask(guard, 2);
    hand.next();
    guard.close();
    guard.close();
    assertEquals(Status.UNKNOWN_ERROR, status(running));
    assertEquals(Status.UNKNOWN_ERROR, status(waiting));
    assertEquals(Status.UNKNOWN_ERROR, status(ask(guard, 3)));
    assertTrue(hand.closes.get() > 0);
  }

  @Test
  void settingsAreChecked() {
    refused("deadline is 0 ms", GuardSettings.builder().deadline(Duration.ZERO));
    refused("concurrency is 0", GuardSettings.builder().concurrency(0));
    refused("room is -1", GuardSettings.builder().room(-1));
    refused("callers is 0", GuardSettings.builder().callers(0));
    refused("callsASecond is 0", GuardSettings.builder().callsASecond(0));
    refused("callsADay is -1", GuardSettings.builder().callsADay(-1));
    refused("failures is 11", GuardSettings.builder().failures(11));
    refused("failuresOf is 1001", GuardSettings.builder().failuresOf(1_001));
    refused("pause is 86400001 ms", GuardSettings.builder().pause(Duration.ofMillis(86_400_001)));
    refused("retries is 11", GuardSettings.builder().retries(11));
    refused(
        "retryDelay is 60001 ms", GuardSettings.builder().retryDelay(Duration.ofMillis(60_001)));
    refused("cacheBytes is -1", GuardSettings.builder().cacheBytes(-1));
  }

  private static void refused(String start, GuardSettings.Builder builder) {
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.startsWith(start + ", must be "), message);
  }
}
