package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ChainedPlacesTest {

  private static final PlacesQuery QUERY = new PlacesQuery(1, 2, 3, 4);
  private static final byte[] BODY = LegacyJson.zeroResults();

  private final HandPlaces first = new HandPlaces(Duration.ofSeconds(9));
  private final HandPlaces second = new HandPlaces(Duration.ofSeconds(5));
  private final ChainedPlaces chain =
      ChainedPlaces.builder().provider("first", first).provider("second", second).build();

  private CompletableFuture<byte[]> ask() {
    return chain.nearby(QUERY).toCompletableFuture();
  }

  private static Status status(CompletableFuture<byte[]> answer) {
    CompletionException failed = assertThrows(CompletionException.class, answer::join);
    return assertInstanceOf(PlacesException.class, failed.getCause()).status();
  }

  @Test
  void zeroResultsIsAnAnswer() throws Exception {
    CompletableFuture<byte[]> answer = ask();
    first.next().answer().complete(BODY);
    assertSame(BODY, answer.join());
    assertEquals(0, second.calls.get());
    assertEquals(1, chain.counts().get("chain.first.answered"));
  }

  @Test
  void everyFailureMakesItAskTheNextAndIsCounted() throws Exception {
    for (Status status : Status.values()) {
      CompletableFuture<byte[]> answer = ask();
      first.next().answer().completeExceptionally(new PlacesException(status, "x"));
      second.next().answer().complete(BODY);
      assertSame(BODY, answer.join());
      assertEquals(1, chain.counts().get("chain.first.failed." + status));
    }
    assertEquals(4, chain.counts().get("chain.second.answered"));
  }

  @Test
  void ifAllFailTheFirstFailureIsTold() throws Exception {
    CompletableFuture<byte[]> answer = ask();
    first.next().answer().completeExceptionally(new PlacesException(Status.REQUEST_DENIED, "x"));
    second.next().answer().completeExceptionally(new IllegalStateException("x"));
    assertEquals(Status.REQUEST_DENIED, status(answer));
    assertEquals(1, chain.counts().get("chain.second.failed.UNKNOWN_ERROR"));
  }

  @Test
  void providersThatThrowOrAnswerNothingAreFailures() {
    ChainedPlaces broken =
        ChainedPlaces.builder()
            .provider(
                "throws",
                query -> {
                  throw new IllegalStateException("x");
                })
            .provider("no stage", query -> null)
            .provider("null", query -> CompletableFuture.completedFuture(null))
            .provider("none", new NoPlaces())
            .build();
    assertEquals(new String(BODY), new String(broken.nearby(QUERY).toCompletableFuture().join()));
    assertEquals(1, broken.counts().get("chain.throws.failed.UNKNOWN_ERROR"));
    assertEquals(1, broken.counts().get("chain.no stage.failed.UNKNOWN_ERROR"));
    assertEquals(1, broken.counts().get("chain.null.failed.UNKNOWN_ERROR"));
  }

  @Test
  void cancellingCancelsWhatIsAskedAndAsksNobodyElse() throws Exception {
    CompletableFuture<byte[]> answer = ask();
    answer.cancel(true);
    assertTrue(first.next().answer().isCancelled());
    assertEquals(0, second.calls.get());
  }

  @Test
  void cancellingCancelsTheSecondToo() throws Exception {
    CompletableFuture<byte[]> answer = ask();
    first.next().answer().completeExceptionally(new IllegalStateException("x"));
    answer.cancel(true);
    assertTrue(second.next().answer().isCancelled());
  }

  @Test
  void answersMayBeKeptAsLongAsTheLeastAllows() {
    assertEquals(Duration.ofSeconds(5), chain.cacheable());
  }

  @Test
  void countsOfTheProvidersHaveTheirNames() {
    ask();
    assertEquals(1, chain.counts().get("first.calls"));
    assertEquals(0, chain.counts().get("second.calls"));
  }

  @Test
  void closeClosesAll() {
    chain.close();
    assertEquals(1, first.closes.get());
    assertEquals(1, second.closes.get());
  }

  @Test
  void namesAreGivenOnceAndThereIsOneAtLeast() {
    ChainedPlaces.Builder builder = ChainedPlaces.builder();
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.provider("a", first);
    assertThrows(IllegalArgumentException.class, () -> builder.provider("a", second));
  }
}
