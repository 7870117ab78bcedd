package io.herd.places;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.herd.places.GuardCounts.Event;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a provider that may be slow, fail, cost money or misbehave, and answers in its
 * place where it does: every answer comes within the deadline, so many calls go on at a time, so
 * many wait, so many are made a second and a day; a provider that keeps failing is left alone for a
 * while; passing failures are tried again; equal questions in flight are one call; answers are kept
 * as long as the provider's terms allow. {@link GuardSettings} has the bounds.
 *
 * <p>The provider is called on a thread of the guard's own, so that even one that blocks does not
 * stop the node's loop; the deadline has another. Both end with {@link #close}, which closes the
 * provider too. The arrays of answers may be given to several callers, who write nothing in them.
 *
 * <p>What is counted has the names of the kinds of events ({@code asked}, {@code answered}, {@code
 * shared}, {@code late} and so on, see docs/places.md), failures those of their statuses ({@code
 * failed.OVER_QUERY_LIMIT}); the provider's own counts stand beside them with {@code provider.}
 * before their names. Thread-safe.
 */
public final class GuardedPlaces implements PlacesProvider {

  /** What an entry takes beside its bytes, about. */
  private static final int ENTRY_OVERHEAD_BYTES = 160;

  private final PlacesProvider provider;
  private final Duration cacheable;
  private final GuardCounts counts = new GuardCounts();
  private final @Nullable Cache<PlacesQuery, byte[]> kept;
  private final ScheduledThreadPoolExecutor calls = thread("herd-places-calls");
  private final ScheduledThreadPoolExecutor deadlines = thread("herd-places-deadlines");
  private final Flights flights;

  /** A guard before this provider, which it takes over. */
  public GuardedPlaces(PlacesProvider provider, GuardSettings settings) {
    this(provider, settings, Clock.systemUTC(), Ticker.systemTicker());
  }

  GuardedPlaces(PlacesProvider provider, GuardSettings settings, Clock clock, Ticker ticker) {
    this.provider = provider;
    this.cacheable = provider.cacheable();
    this.kept =
        cacheable.isZero() || cacheable.isNegative()
            ? null
            : Caffeine.newBuilder()
                .maximumWeight(settings.cacheBytes())
                .weigher((PlacesQuery query, byte[] body) -> body.length + ENTRY_OVERHEAD_BYTES)
                .expireAfterWrite(cacheable)
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    this.flights =
        new Flights(
            settings,
            counts,
            new CallGate(provider, settings, counts, clock),
            Failsafe.with(retries(settings, counts)).with(calls),
            deadlines,
            this::keep);
  }

  private static RetryPolicy<byte[]> retries(GuardSettings settings, GuardCounts counts) {
    Duration first = settings.retryDelay();
    if (first.compareTo(settings.deadline()) >= 0) {
      return RetryPolicy.<byte[]>builder().withMaxRetries(0).build();
    }
    return RetryPolicy.<byte[]>builder()
        .handleIf(failure -> failure instanceof PlacesException known && known.passing())
        .withMaxRetries(settings.retries())
        .withBackoff(first, first.multipliedBy(1 << 10))
        .withJitter(0.5)
        .withMaxDuration(settings.deadline())
        .onRetry(event -> counts.add(Event.RETRIED))
        .build();
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            // refuses only after close, which has answered everybody
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    counts.add(Event.ASKED);
    byte[] body = kept == null ? null : kept.getIfPresent(query);
    if (body == null) {
      return flights.join(query);
    }
    counts.add(Event.CACHED);
    counts.add(Event.ANSWERED);
    return CompletableFuture.completedFuture(body);
  }

  private void keep(PlacesQuery query, byte[] body) {
    if (kept != null) {
      kept.put(query, body);
    }
  }

  @Override
  public Duration cacheable() {
    return cacheable;
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> all = counts.all();
    provider.counts().forEach((name, count) -> all.put("provider." + name, count));
    return all;
  }

  @Override
  public void close() {
    flights.close();
    calls.shutdownNow();
    deadlines.shutdownNow();
    provider.close();
  }
}
