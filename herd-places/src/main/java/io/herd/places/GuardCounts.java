package io.herd.places;

import io.herd.spi.PlacesException.Status;
import java.util.Map;

/** What a guard has counted since its start. Thread-safe. */
final class GuardCounts {

  /** What is counted, besides failures by status. */
  enum Event {
    /** Questions that came. */
    ASKED("asked"),
    /** Of these, answered with places or {@code ZERO_RESULTS}. */
    ANSWERED("answered"),
    /** Answered or failed together with the same question in flight. */
    SHARED("shared"),
    /** Answered from what was kept. */
    CACHED("cached"),
    /** Given up by the caller. */
    CANCELLED("cancelled"),
    /** Calls of the provider. */
    CALLS("calls"),
    /** Of these, the ones that tried again. */
    RETRIED("retried"),
    /** Questions that the provider had not answered at the deadline. */
    LATE("late"),
    /** Questions refused because too many waited. */
    REFUSED_ROOM("refusedByRoom"),
    /** Calls not made because there were too many in this second. */
    REFUSED_RATE("refusedByRate"),
    /** Calls not made because there were too many today. */
    REFUSED_BUDGET("refusedByBudget"),
    /** Questions and calls refused while the provider is left alone. */
    REFUSED_BREAKER("refusedByBreaker"),
    /** Times that the provider came to be left alone. */
    PAUSED("paused");

    private final String label;

    Event(String label) {
      this.label = label;
    }
  }

  private final Counts counts = new Counts();

  GuardCounts() {
    for (Event event : Event.values()) {
      add(event, 0);
    }
    for (Status status : Status.values()) {
      failed(status, 0);
    }
  }

  void add(Event event) {
    add(event, 1);
  }

  void add(Event event, int count) {
    counts.add(event.label, count);
  }

  /** So many callers were answered with this status. */
  void failed(Status status, int callers) {
    counts.add("failed." + status, callers);
  }

  /** Every count by its name. */
  Map<String, Long> all() {
    return counts.all();
  }
}
