package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadingPlacesTest {

  private static final PlacesQuery QUERY = new PlacesQuery(1, 2, 3, 4);

  @Test
  void questionsWaitForTheProviderAndNothingElseDoes() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    LoadingPlaces places =
        new LoadingPlaces(
            () -> {
              try {
                loaded.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new NoPlaces();
            });
    CompletableFuture<byte[]> early = places.nearby(QUERY).toCompletableFuture();
    assertFalse(early.isDone());
    loaded.countDown();
    String body = new String(early.get(30, TimeUnit.SECONDS));
    assertTrue(body.contains("ZERO_RESULTS"), body);
    assertEquals(body, new String(places.nearby(QUERY).toCompletableFuture().get()));
  }

  @Test
  void aProviderThatCannotBeMadeFailsQuestions() throws Exception {
    LoadingPlaces places =
        new LoadingPlaces(
            () -> {
              throw new IllegalStateException("damaged");
            });
    CompletableFuture<byte[]> answer = places.nearby(QUERY).toCompletableFuture();
    Throwable failure =
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS)).getCause();
    assertInstanceOf(PlacesException.class, failure);
    assertTrue(failure.getMessage().contains("damaged"), failure.getMessage());
  }
}
