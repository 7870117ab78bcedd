package io.herd.spi;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A time of day that is read to the nanosecond ten times a second, and carried on by a clock that
 * counts nanoseconds in between: an {@link java.time.Instant} for every turn of a loop would be all
 * that a duplicate report allocates. The milliseconds, which cost no object, are read every time,
 * so that a step, or a machine that was asleep, is seen at once. Thread-safe.
 */
final class CarriedClock implements WallClock {

  private static final long MILLI_NANOS = 1_000_000;

  /** What the two clocks run apart in that time is less than what it takes to answer. */
  private static final long AGE_NANOS_MAX = 100 * MILLI_NANOS;

  /** A thread that was held up between the two clocks must not take them for one moment. */
  private static final long APART_NANOS_MAX = 50_000;

  private final LongSupplier nanoTime;
  private final InstantSource source;
  private final WallClock exact;

  /** When the source was read, by the other clock. */
  private volatile long readNanos;

  /**
   * How far the source was ahead of the other clock then. A thread that sees this number of one
   * reading and the other of another one is told the time as of either.
   */
  private volatile long aheadNanos;

  CarriedClock(InstantSource source, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.source = source;
    this.exact = WallClock.of(source);
    this.readNanos = nanoTime.getAsLong() - AGE_NANOS_MAX;
  }

  @Override
  public long epochNanos() {
    long now = nanoTime.getAsLong();
    long age = now - readNanos;
    long carried = now + aheadNanos;
    return age >= 0 && age < AGE_NANOS_MAX && agrees(carried) ? carried : read(now);
  }

  /** Whether the source's milliseconds are those of this time, or the ones before or after. */
  private boolean agrees(long carried) {
    long ahead = carried - source.millis() * MILLI_NANOS;
    return ahead >= -MILLI_NANOS && ahead < 2 * MILLI_NANOS;
  }

  private long read(long now) {
    long epochNanos = exact.epochNanos();
    if (nanoTime.getAsLong() - now <= APART_NANOS_MAX) {
      aheadNanos = epochNanos - now;
      readNanos = now;
    }
    return epochNanos;
  }
}
