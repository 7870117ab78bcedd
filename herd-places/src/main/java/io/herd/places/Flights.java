package io.herd.places;

import dev.failsafe.FailsafeExecutor;
import io.herd.places.GuardCounts.Event;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesQuery;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The questions in flight, each with all who ask it: so many run, so many wait for their turn, and
 * each ends at its deadline. Thread-safe.
 */
final class Flights {

  /** Refusals, made once: thousands of them may be needed in a moment. */
  private final PlacesException full =
      new PlacesException(Status.OVER_QUERY_LIMIT, "too many questions wait");

  private final PlacesException isClosed =
      new PlacesException(Status.UNKNOWN_ERROR, "the provider is closed");

  private final GuardSettings settings;
  private final GuardCounts counts;
  private final CallGate gate;
  private final FailsafeExecutor<byte[]> retrying;
  private final ScheduledExecutorService deadlines;
  private final BiConsumer<PlacesQuery, byte[]> onAnswer;

  /** Guards everything below and in the flights. No foreign code runs under it. */
  private final Object lock = new Object();

  private final Map<PlacesQuery, Flight> flights = new HashMap<>();
  private final LinkedHashSet<Flight> waiting = new LinkedHashSet<>();
  private int running;
  private int callers;
  private boolean closed;

  /**
   * Questions of no one yet.
   *
   * @param retrying runs the calls, on a thread that may be blocked by them
   * @param deadlines a thread that may not
   * @param onAnswer is given each answer before its callers, and the same question afterwards
   */
  Flights(
      GuardSettings settings,
      GuardCounts counts,
      CallGate gate,
      FailsafeExecutor<byte[]> retrying,
      ScheduledExecutorService deadlines,
      BiConsumer<PlacesQuery, byte[]> onAnswer) {
    this.settings = settings;
    this.counts = counts;
    this.gate = gate;
    this.retrying = retrying;
    this.deadlines = deadlines;
    this.onAnswer = onAnswer;
  }

  /** One who asks. */
  private static final class Caller {
    final CompletableFuture<byte[]> answer = new CompletableFuture<>();
  }

  /** A question in flight. What is not final is guarded by the lock. */
  private static final class Flight {
    final PlacesQuery query;
    final LinkedHashSet<Caller> callers = new LinkedHashSet<>();
    boolean isRunning;
    boolean isOver;
    @Nullable Future<?> deadline;

    /** The call of the provider that goes on now. */
    CallGate.@Nullable Call call;

    /** This call and those that try again. */
    @Nullable CompletableFuture<byte[]> calls;

    Flight(PlacesQuery query) {
      this.query = query;
    }
  }

  /** A flight that is over: whom to tell, and whose turn it is now. */
  private record Landing(Flight flight, List<Caller> callers, @Nullable Flight next) {}

  /** Asks a question, together with those who ask it already. */
  CompletableFuture<byte[]> join(PlacesQuery query) {
    Caller caller = new Caller();
    Flight flight;
    boolean starts = false;
    synchronized (lock) {
      flight = flights.get(query);
      PlacesException refusal = refusal(flight == null);
      if (refusal != null) {
        counts.failed(refusal.status(), 1);
        return CompletableFuture.failedFuture(refusal);
      }
      if (flight == null) {
        flight = enter(query);
        starts = flight.isRunning;
      } else {
        counts.add(Event.SHARED);
      }
      flight.callers.add(caller);
      callers++;
    }
    Flight joined = flight;
    CompletionStage<byte[]> answer = caller.answer;
    answer.whenComplete((body, failure) -> leave(joined, caller));
    if (starts) {
      start(flight);
    }
    return caller.answer;
  }

  /** Ends everything; all later questions are refused. */
  void close() {
    List<Flight> open;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(flights.values());
    }
    for (Flight flight : open) {
      end(flight, null, isClosed);
    }
  }

  private @Nullable PlacesException refusal(boolean isFirst) {
    if (closed) {
      return isClosed;
    }
    boolean isFull =
        callers >= settings.callers()
            || isFirst && running >= settings.concurrency() && waiting.size() >= settings.room();
    if (isFirst) {
      PlacesException shut = gate.shut();
      if (shut != null) {
        return shut;
      }
    }
    if (isFull) {
      counts.add(Event.REFUSED_ROOM);
      return full;
    }
    return null;
  }

  private Flight enter(PlacesQuery query) {
    Flight flight = new Flight(query);
    flights.put(query, flight);
    if (running < settings.concurrency()) {
      running++;
      flight.isRunning = true;
    } else {
      waiting.add(flight);
    }
    flight.deadline =
        deadlines.schedule(
            () -> onDeadline(flight), settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
    return flight;
  }

  private void start(Flight flight) {
    CompletableFuture<byte[]> calls = retrying.getStageAsync(() -> call(flight));
    boolean isOver;
    synchronized (lock) {
      flight.calls = calls;
      isOver = flight.isOver;
    }
    if (isOver) {
      calls.cancel(false);
    } else {
      CompletionStage<byte[]> outcome = calls;
      outcome.whenComplete((body, failure) -> onOutcome(flight, body, failure));
    }
  }

  /** Calls the provider, for the first time or again. */
  private CompletionStage<byte[]> call(Flight flight) {
    synchronized (lock) {
      if (flight.isOver) {
        return CompletableFuture.failedFuture(late());
      }
    }
    CallGate.Call call = gate.call(flight.query);
    boolean isOver;
    synchronized (lock) {
      flight.call = call;
      isOver = flight.isOver;
    }
    if (isOver) {
      call.forget();
    }
    return call.outcome();
  }

  private void onOutcome(Flight flight, byte @Nullable [] body, @Nullable Throwable failure) {
    if (body == null) {
      end(flight, null, Stages.known(failure));
      return;
    }
    onAnswer.accept(flight.query, body);
    end(flight, body, null);
  }

  private void onDeadline(Flight flight) {
    Landing landing;
    synchronized (lock) {
      if (flight.isOver) {
        return;
      }
      landing = land(flight);
    }
    counts.add(Event.LATE);
    tell(landing, null, late());
  }

  private void end(Flight flight, byte @Nullable [] body, @Nullable PlacesException failure) {
    Landing landing;
    synchronized (lock) {
      if (flight.isOver) {
        return;
      }
      landing = land(flight);
    }
    tell(landing, body, failure);
  }

  /** A caller's stage is complete: by us, or because the caller has given up. */
  private void leave(Flight flight, Caller caller) {
    Landing landing;
    synchronized (lock) {
      if (!flight.callers.remove(caller)) {
        return;
      }
      callers--;
      counts.add(Event.CANCELLED);
      if (!flight.callers.isEmpty()) {
        return;
      }
      landing = land(flight);
    }
    CallGate.Call call = flight.call;
    if (call != null) {
      call.forget();
    }
    tell(landing, null, null);
  }

  /** Takes a flight out. Under the lock. */
  private Landing land(Flight flight) {
    flight.isOver = true;
    flights.remove(flight.query);
    List<Caller> told = List.copyOf(flight.callers);
    callers -= told.size();
    flight.callers.clear();
    if (!flight.isRunning) {
      waiting.remove(flight);
      return new Landing(flight, told, null);
    }
    running--;
    Flight next = waiting.isEmpty() ? null : waiting.iterator().next();
    if (next != null) {
      waiting.remove(next);
      next.isRunning = true;
      running++;
    }
    return new Landing(flight, told, next);
  }

  private void tell(Landing landing, byte @Nullable [] body, @Nullable PlacesException failure) {
    Flight flight = landing.flight();
    if (flight.deadline != null) {
      flight.deadline.cancel(false);
    }
    if (flight.call != null && failure != null) {
      flight.call.abandon(failure);
    }
    if (flight.calls != null) {
      flight.calls.cancel(false);
    }
    if (landing.next() != null) {
      start(landing.next());
    }
    int count = landing.callers().size();
    if (body != null) {
      counts.add(Event.ANSWERED, count);
      landing.callers().forEach(caller -> caller.answer.complete(body));
    } else if (failure != null) {
      counts.failed(failure.status(), count);
      landing.callers().forEach(caller -> caller.answer.completeExceptionally(failure));
    }
  }

  private static PlacesException late() {
    return new PlacesException(Status.UNKNOWN_ERROR, "the provider is late");
  }
}
