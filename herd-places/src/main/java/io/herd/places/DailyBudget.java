package io.herd.places;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** So many calls from midnight to midnight, UTC. Thread-safe. */
final class DailyBudget {

  private final long callsADay;
  private final Clock clock;
  private LocalDate day;
  private long spent;

  DailyBudget(long callsADay, Clock clock) {
    this.callsADay = callsADay;
    this.clock = clock.withZone(ZoneOffset.UTC);
    this.day = LocalDate.now(this.clock);
  }

  /** Spends a call. False if there is none left today. */
  synchronized boolean spend() {
    LocalDate today = LocalDate.now(clock);
    if (!today.equals(day)) {
      day = today;
      spent = 0;
    }
    if (spent >= callsADay) {
      return false;
    }
    spent++;
    return true;
  }

  /** A call that was spent is not made. */
  synchronized void giveBack() {
    spent = Math.max(0, spent - 1);
  }
}
