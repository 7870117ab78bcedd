package io.herd.testkit.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * What every places provider must pass. A test class implements this and gives the provider and a
 * question that it finds something for:
 *
 * <pre>{@code
 * final class MyPlacesTest implements PlacesProviderContract {
 *   public PlacesProvider newProvider() {
 *     return new MyPlaces();
 *   }
 *
 *   public PlacesQuery somewhere() {
 *     return new PlacesQuery(34.0689, -118.4451, 10_000, 20);
 *   }
 * }
 * }</pre>
 *
 * <p>A provider that asks another service is tested before a fake of that service. Nothing here
 * depends on how fast the machine is: times are only waited for when the test has failed anyway.
 */
public interface PlacesProviderContract {

  /** A new provider that works; the test closes it. */
  PlacesProvider newProvider() throws Exception;

  /** A question for which the provider finds at least one place, with {@code resultsMax} 20. */
  PlacesQuery somewhere();

  /** A question for which it finds nothing, if there is one. */
  default Optional<PlacesQuery> nowhere() {
    return Optional.empty();
  }

  /**
   * Whether answers are printed here, and so have to have the legacy layout, rather than passed on
   * as they came.
   */
  default boolean prints() {
    return true;
  }

  /** The provider before a service that never answers, if it asks one; the test closes it. */
  default Optional<PlacesProvider> newStalledProvider() throws Exception {
    return Optional.empty();
  }

  /** How long is waited for something that must come, before the test fails. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }

  /** What there is has status OK, and results that say what and where they are. */
  @Test
  default void whatIsNearIsListed() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      LegacyAnswer answer = answer(provider, somewhere());
      assertEquals("OK", answer.status());
      assertTrue(answer.size() >= 1 && answer.size() <= 20, answer::toString);
    }
  }

  /** What there is not is ZERO_RESULTS, which is an answer and no failure. */
  @Test
  default void whereThereIsNothingIsZeroResults() throws Exception {
    Optional<PlacesQuery> nowhere = nowhere();
    assumeTrue(nowhere.isPresent(), "no question is known for which nothing is found");
    try (PlacesProvider provider = newProvider()) {
      LegacyAnswer answer = answer(provider, nowhere.get());
      assertEquals("ZERO_RESULTS", answer.status());
      assertEquals(0, answer.size());
    }
  }

  /** An answer has no more results than were asked for, and those of a shorter one come first. */
  @Test
  default void noMoreResultsThanAskedFor() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      List<String> all = answer(provider, withResults(somewhere(), 20)).names();
      for (int results : new int[] {1, 2, 5, 19, 20}) {
        LegacyAnswer answer = answer(provider, withResults(somewhere(), results));
        assertEquals("OK", answer.status());
        assertEquals(all.subList(0, Math.min(results, all.size())), answer.names());
      }
    }
  }

  /** Who asks for no results learns whether there are any. */
  @Test
  default void askedForNoResultsTheStatusStays() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      LegacyAnswer answer = answer(provider, withResults(somewhere(), 0));
      assertEquals("OK", answer.status());
      assertEquals(0, answer.size());
    }
  }

  /** Both sides of the date line and both poles are points like others. */
  @Test
  default void dateLineAndPolesAreAnswered() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      for (double latitude : new double[] {-90, -89.9999, -0.0, 0, 89.9999, 90}) {
        for (double longitude : new double[] {-180, -179.9999, -0.0, 0, 179.9999, 180}) {
          assertConsistent(answer(provider, new PlacesQuery(latitude, longitude, 50_000, 20)));
        }
      }
    }
  }

  /** The least and the largest radius and number of results that WHATSAT allows. */
  @Test
  default void extremesOfRadiusAndResultsAreAnswered() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      PlacesQuery point = somewhere();
      for (double radius : new double[] {0, 0.5, 1, 50_000}) {
        for (int results : new int[] {0, 20}) {
          PlacesQuery query = new PlacesQuery(point.latitude(), point.longitude(), radius, results);
          LegacyAnswer answer = answer(provider, query);
          assertTrue(answer.size() <= results, answer::toString);
          if (results > 0) {
            assertConsistent(answer);
          }
        }
      }
    }
  }

  /** Answers that are printed have the layout that clients know. */
  @Test
  default void printedAnswersHaveTheLegacyLayout() throws Exception {
    assumeTrue(prints(), "answers are passed on as they come");
    try (PlacesProvider provider = newProvider()) {
      answer(provider, somewhere()).checkLayout();
      answer(provider, withResults(somewhere(), 0)).checkLayout();
      if (nowhere().isPresent()) {
        answer(provider, nowhere().get()).checkLayout();
      }
    }
  }

  /** The node's loop calls: nobody may wait in there for a service that does not answer. */
  @Test
  default void callerDoesNotWait() throws Exception {
    Optional<PlacesProvider> stalled = newStalledProvider();
    assumeTrue(stalled.isPresent(), "the provider asks no other service");
    try (PlacesProvider provider = stalled.get()) {
      for (int i = 0; i < 100; i++) {
        double latitude = somewhere().latitude() * (1 - i / 1_000.0);
        PlacesQuery query = new PlacesQuery(latitude, somewhere().longitude(), 1_000, 20);
        assertNotNull(within(() -> provider.nearby(query)));
      }
    }
  }

  /** Several nodes, each with its loop, may share a provider. */
  @Test
  default void manyThreadsMayAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (PlacesProvider provider = newProvider()) {
      List<String> expected = answer(provider, somewhere()).names();
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(threads.submit(() -> answer(provider, somewhere()).names()));
      }
      for (Future<List<String>> answer : answers) {
        assertEquals(expected, answer.get(patience().toMillis(), TimeUnit.MILLISECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A question that nobody waits for any more troubles neither the provider nor the next one. */
  @Test
  default void cancelledQuestionsDoNoHarm() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      for (int i = 0; i < 20; i++) {
        within(() -> provider.nearby(somewhere())).toCompletableFuture().cancel(true);
      }
      assertEquals("OK", answer(provider, somewhere()).status());
    }
  }

  /** Closing again does nothing. */
  @Test
  default void closeMayBeCalledTwice() throws Exception {
    PlacesProvider provider = newProvider();
    answer(provider, somewhere());
    provider.close();
    provider.close();
  }

  /** After the end there is an answer or a failure with a status, never an exception or silence. */
  @Test
  default void afterCloseQuestionsFailCleanly() throws Exception {
    PlacesProvider provider = newProvider();
    provider.close();
    CompletionStage<byte[]> stage = within(() -> provider.nearby(somewhere()));
    assertNotNull(stage, "nearby returned null");
    try {
      LegacyAnswer.of(await(stage));
    } catch (ExecutionException failed) {
      assertKnown(failed);
    }
  }

  /** Closing does not leave those hanging who wait. */
  @Test
  default void closeEndsWhatIsInFlight() throws Exception {
    Optional<PlacesProvider> stalled = newStalledProvider();
    assumeTrue(stalled.isPresent(), "the provider asks no other service");
    CompletionStage<byte[]> stage;
    try (PlacesProvider provider = stalled.get()) {
      stage = within(() -> provider.nearby(somewhere()));
    }
    try {
      LegacyAnswer.of(await(stage));
    } catch (ExecutionException failed) {
      assertKnown(failed);
    }
  }

  /** What is told for statistics and caching makes sense. */
  @Test
  default void countsAndCacheableMakeSense() throws Exception {
    try (PlacesProvider provider = newProvider()) {
      assertFalse(provider.cacheable().isNegative(), () -> "cacheable " + provider.cacheable());
      var before = provider.counts();
      answer(provider, somewhere());
      var after = provider.counts();
      before.forEach((name, count) -> assertTrue(after.containsKey(name), name));
      after.forEach((name, count) -> assertTrue(count >= 0, () -> name + " is " + count));
    }
  }

  private LegacyAnswer answer(PlacesProvider provider, PlacesQuery query) throws Exception {
    CompletionStage<byte[]> stage = within(() -> provider.nearby(query));
    assertNotNull(stage, "nearby returned null");
    byte[] body = await(stage);
    assertNotNull(body, "the stage was completed with null");
    return LegacyAnswer.of(body);
  }

  private byte[] await(CompletionStage<byte[]> stage) throws Exception {
    CompletableFuture<byte[]> future = stage.toCompletableFuture();
    try {
      return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silence) {
      return fail("no answer within " + patience());
    }
  }

  /** Runs a call that must return soon, on a thread that may hang. */
  private <T> T within(Callable<T> call) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(call.call());
              } catch (Throwable thrown) {
                result.completeExceptionally(new AssertionError("nearby threw " + thrown, thrown));
              }
            });
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException blocked) {
      thread.interrupt();
      return fail("nearby blocks the thread that calls it");
    } catch (ExecutionException thrown) {
      throw (AssertionError) thrown.getCause();
    }
  }

  private static void assertKnown(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof CompletionException) {
      cause = cause.getCause();
    }
    if (!(cause instanceof PlacesException)) {
      fail("the failure has no status", failed);
    }
  }

  private static void assertConsistent(LegacyAnswer answer) {
    assertEquals(answer.size() == 0 ? "ZERO_RESULTS" : "OK", answer.status(), answer::toString);
  }

  private static PlacesQuery withResults(PlacesQuery query, int results) {
    return new PlacesQuery(query.latitude(), query.longitude(), query.radiusMetres(), results);
  }
}
