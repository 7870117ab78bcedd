package io.herd.places;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider whose calls are answered by hand. Thread-safe. */
final class HandPlaces implements PlacesProvider {

  /** One call. */
  record Asked(PlacesQuery query, CompletableFuture<byte[]> answer) {}

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Duration cacheable;

  HandPlaces() {
    this(Duration.ZERO);
  }

  HandPlaces(Duration cacheable) {
    this.cacheable = cacheable;
  }

  /** The next call, which is waited for. */
  Asked next() throws InterruptedException {
    Asked next = asked.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the provider was not called");
    }
    return next;
  }

  boolean isIdle() {
    return asked.isEmpty();
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    calls.incrementAndGet();
    Asked call = new Asked(query, new CompletableFuture<>());
    asked.add(call);
    return call.answer();
  }

  @Override
  public Duration cacheable() {
    return cacheable;
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of("calls", (long) calls.get());
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }
}
