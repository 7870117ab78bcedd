package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.protocol.AtView;
import io.herd.protocol.Coordinates;
import io.herd.spi.Loop;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the places provider, so many questions at a time, and answers in its place when it fails or
 * is late. Every question gets exactly one answer, on the loop. Loop thread only.
 */
final class PlacesDesk {

  private static final Logger LOG = LoggerFactory.getLogger(PlacesDesk.class);

  private final @Nullable PlacesProvider provider;
  private final Limits limits;
  private final Loop loop;
  private final Counters counters;
  private final Coordinates coordinates = new Coordinates();
  private int inFlight;
  private boolean failureLogged;

  PlacesDesk(@Nullable PlacesProvider provider, Limits limits, Loop loop, Counters counters) {
    this.provider = provider;
    this.limits = limits;
    this.loop = loop;
    this.counters = counters;
  }

  /** One question; whoever comes first, the provider or the deadline, answers it. */
  private final class Question {
    private final Consumer<byte[]> answer;
    private @Nullable CompletionStage<byte[]> stage;
    private Loop.@Nullable Timer deadline;
    private boolean answered;

    Question(Consumer<byte[]> answer) {
      this.answer = answer;
    }

    void onBody(byte @Nullable [] body, @Nullable Throwable failure) {
      if (answered) {
        return;
      }
      answered = true;
      inFlight--;
      if (deadline != null) {
        deadline.cancel();
      }
      answer.accept(body != null ? body : LegacyBody.failure(statusOf(failure)));
    }

    void onDeadline() {
      onBody(null, new PlacesException(Status.UNKNOWN_ERROR, "the places provider is late"));
      cancel();
    }

    /** Tells the provider that nobody waits any more; otherwise it would hold the question on. */
    private void cancel() {
      if (stage == null) {
        return;
      }
      try {
        stage.toCompletableFuture().cancel(false);
      } catch (RuntimeException cannotBeCancelled) {
        LOG.debug("a places provider's stage runs on: {}", String.valueOf(cannotBeCancelled));
      }
    }
  }

  /**
   * Asks what is near a record. The answer may come inside this call.
   *
   * @param record where; read before this method returns
   * @param answer called once on the loop with a body
   */
  void ask(AtView record, double radiusKm, int results, Consumer<byte[]> answer) {
    if (provider == null) {
      answer.accept(LegacyBody.nothing());
      return;
    }
    if (inFlight >= limits.placesInFlight()) {
      counters.add(Count.PLACES_REFUSED);
      answer.accept(LegacyBody.failure(Status.OVER_QUERY_LIMIT));
      return;
    }
    Question question = new Question(answer);
    inFlight++;
    try {
      CompletionStage<byte[]> stage = provider.nearby(query(record, radiusKm, results));
      question.stage = stage;
      stage.whenComplete(
          (body, failure) -> {
            if (loop.inLoop()) {
              question.onBody(body, failure);
            } else {
              loop.execute(() -> question.onBody(body, failure));
            }
          });
    } catch (RuntimeException e) {
      question.onBody(null, e);
    }
    if (!question.answered) {
      long nanos = limits.placesTimeout().toNanos();
      question.deadline = loop.schedule(nanos, question::onDeadline);
    }
  }

  private PlacesQuery query(AtView record, double radiusKm, int results) {
    int from = record.idEnd + 1;
    int to = from;
    while (record.bytes[to] != ' ') {
      to++;
    }
    if (!coordinates.read(record.bytes, from, to)) {
      throw new IllegalStateException("a record was kept without coordinates");
    }
    return new PlacesQuery(
        coordinates.latitude(), coordinates.longitude(), radiusKm * 1_000, results);
  }

  private Status statusOf(@Nullable Throwable failure) {
    counters.add(Count.PLACES_FAILED);
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!failureLogged) {
      failureLogged = true;
      LOG.warn(
          "places provider failed, later failures are only counted: {}", String.valueOf(cause));
    }
    return cause instanceof PlacesException known ? known.status() : Status.UNKNOWN_ERROR;
  }
}
