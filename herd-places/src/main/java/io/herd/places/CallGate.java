package io.herd.places;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import io.herd.places.GuardCounts.Event;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the provider where rate, daily budget and breaker allow it, and learns from what comes of
 * it. Whatever the provider does, a call has one outcome: bytes or a {@link PlacesException}.
 * Thread-safe.
 */
final class CallGate {

  private static final Logger LOG = LoggerFactory.getLogger(CallGate.class);

  private final PlacesProvider provider;
  private final GuardCounts counts;
  private final RateLimiter<Object> rate;
  private final DailyBudget budget;
  private final CircuitBreaker<Object> breaker;

  /** What callers are told while the provider is left alone: the status of its last failure. */
  private volatile PlacesException leftAlone =
      new PlacesException(Status.UNKNOWN_ERROR, "the provider is left alone");

  CallGate(PlacesProvider provider, GuardSettings settings, GuardCounts counts, Clock clock) {
    this.provider = provider;
    this.counts = counts;
    this.rate = RateLimiter.burstyBuilder(settings.callsASecond(), Duration.ofSeconds(1)).build();
    this.budget = new DailyBudget(settings.callsADay(), clock);
    String name = provider.getClass().getSimpleName();
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(settings.failures(), settings.failuresOf())
            .withSuccessThreshold(1)
            .withDelay(settings.pause())
            .onOpen(
                event -> {
                  counts.add(Event.PAUSED);
                  LOG.warn(
                      "{} is asked again in {} ms: {}",
                      name,
                      settings.pause().toMillis(),
                      leftAlone.getMessage());
                })
            .onClose(event -> LOG.info("{} answers again", name))
            .build();
  }

  /** Why a new question need not even wait for its turn, or null if it may. */
  @Nullable PlacesException shut() {
    // half-open means that somebody is trying
    if (isPausing() || breaker.isHalfOpen()) {
      counts.add(Event.REFUSED_BREAKER);
      return leftAlone;
    }
    return null;
  }

  private boolean isPausing() {
    return breaker.isOpen() && !breaker.getRemainingDelay().isZero();
  }

  /** Calls the provider, or refuses to. */
  Call call(PlacesQuery query) {
    Call call = new Call();
    PlacesException refusal = refusal();
    if (refusal != null) {
      call.refuse(refusal);
    } else {
      counts.add(Event.CALLS);
      call.ask(query);
    }
    return call;
  }

  private @Nullable PlacesException refusal() {
    if (isPausing()) {
      counts.add(Event.REFUSED_BREAKER); // before it takes anything from rate and budget
      return leftAlone;
    }
    if (!rate.tryAcquirePermit()) {
      counts.add(Event.REFUSED_RATE);
      return new PlacesException(Status.OVER_QUERY_LIMIT, "more calls a second than allowed");
    }
    if (!budget.spend()) {
      counts.add(Event.REFUSED_BUDGET);
      return new PlacesException(Status.OVER_QUERY_LIMIT, "more calls a day than allowed");
    }
    if (!breaker.tryAcquirePermit()) {
      budget.giveBack();
      counts.add(Event.REFUSED_BREAKER);
      return leftAlone;
    }
    return null;
  }

  /** One call, which has one outcome: whatever comes first. */
  final class Call {
    private final CompletableFuture<byte[]> outcome = new CompletableFuture<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable CompletionStage<byte[]> stage;

    /** Completed with bytes or a {@link PlacesException}. */
    CompletionStage<byte[]> outcome() {
      return outcome;
    }

    private void refuse(PlacesException refusal) {
      settled.set(true);
      outcome.completeExceptionally(refusal);
    }

    private void ask(PlacesQuery query) {
      try {
        CompletionStage<byte[]> asked = provider.nearby(query);
        stage = asked;
        asked.whenComplete(this::onAnswer);
      } catch (Throwable thrown) { // also that there is no stage
        onAnswer(null, thrown);
      }
    }

    private void onAnswer(byte @Nullable [] body, @Nullable Throwable failure) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      if (body == null) {
        PlacesException known = Stages.known(failure);
        learn(known);
        outcome.completeExceptionally(known);
      } else {
        breaker.recordSuccess();
        outcome.complete(body);
      }
    }

    /** It has taken too long: that speaks against the provider. */
    void abandon(PlacesException late) {
      onAnswer(null, late);
      cancel();
    }

    /** Nobody waits any more: that does not. */
    void forget() {
      if (settled.compareAndSet(false, true)) {
        if (breaker.isHalfOpen()) {
          breaker.recordFailure(); // a trial has to have an end
        }
        outcome.cancel(false);
      }
      cancel();
    }

    private void cancel() {
      CompletionStage<byte[]> asked = stage;
      if (asked != null) {
        Stages.cancel(asked);
      }
    }
  }

  private void learn(PlacesException failure) {
    if (failure.status() == Status.INVALID_REQUEST) {
      breaker.recordSuccess(); // the provider is well
      return;
    }
    leftAlone =
        new PlacesException(
            failure.status(), "the provider is left alone after: " + failure.getMessage());
    breaker.recordFailure();
  }
}
