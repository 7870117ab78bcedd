package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What the tests of the guard have in common: guards that are closed at the end. One thread. */
final class Guards implements AutoCloseable {

  static final byte[] BODY = LegacyJson.zeroResults();
  static final Duration LONG = Duration.ofMinutes(5);

  private final List<GuardedPlaces> guards = new ArrayList<>();

  static GuardSettings.Builder patient() {
    return GuardSettings.builder().deadline(LONG).retryDelay(Duration.ofMillis(1));
  }

  GuardedPlaces guard(PlacesProvider provider, GuardSettings.Builder settings) {
    return add(new GuardedPlaces(provider, settings.build()));
  }

  GuardedPlaces add(GuardedPlaces guard) {
    guards.add(guard);
    return guard;
  }

  @Override
  public void close() {
    guards.forEach(GuardedPlaces::close);
  }

  static PlacesQuery query(int number) {
    return new PlacesQuery(number / 1_000.0, 2, 1_000, 5);
  }

  static CompletableFuture<byte[]> ask(GuardedPlaces guard, int number) {
    return guard.nearby(query(number)).toCompletableFuture();
  }

  static PlacesException failure(CompletableFuture<byte[]> answer) throws Exception {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
    return assertInstanceOf(PlacesException.class, failed.getCause());
  }

  static Status status(CompletableFuture<byte[]> answer) throws Exception {
    return failure(answer).status();
  }

  static long count(GuardedPlaces guard, String name) {
    return guard.counts().get(name);
  }

  static PlacesException passing() {
    return new PlacesException(Status.UNKNOWN_ERROR, "a passing failure", true);
  }

  static PlacesException lasting(Status status) {
    return new PlacesException(status, "a lasting failure");
  }
}
