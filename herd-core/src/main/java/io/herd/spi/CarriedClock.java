package io.herd.spi;

import java.util.function.LongSupplier;

/**
 * A time of day that is read once in ten milliseconds and carried on by a clock that counts
 * nanoseconds in between: an {@link java.time.Instant} for every turn of a loop would be all that a
 * duplicate report allocates. Thread-safe.
 */
final class CarriedClock implements WallClock {

  /** What the two clocks run apart in that time is less than what it takes to answer. */
  private static final long AGE_NANOS_MAX = 10_000_000;

  /** A thread that was held up between the two clocks must not take them for one moment. */
  private static final long APART_NANOS_MAX = 50_000;

  private final LongSupplier nanoTime;
  private final WallClock source;
  private volatile Reading last = new Reading(0, 0, false);

  /** One moment, by both clocks. */
  private record Reading(long nanoTime, long epochNanos, boolean valid) {}

  CarriedClock(LongSupplier nanoTime, WallClock source) {
    this.nanoTime = nanoTime;
    this.source = source;
  }

  @Override
  public long epochNanos() {
    long now = nanoTime.getAsLong();
    Reading reading = last;
    long age = now - reading.nanoTime;
    if (reading.valid && age >= 0 && age < AGE_NANOS_MAX) {
      return reading.epochNanos + age;
    }
    long epochNanos = source.epochNanos();
    boolean valid = nanoTime.getAsLong() - now <= APART_NANOS_MAX;
    last = new Reading(now, epochNanos, valid);
    return epochNanos;
  }
}
