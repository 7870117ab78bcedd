package io.herd.spi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The time of day. Any thread. */
@FunctionalInterface
public interface WallClock {

  /**
   * Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. May step in either direction.
   */
  long epochNanos();

  /** The clock that tells what the source tells. */
  static WallClock of(InstantSource source) {
    return () -> {
      Instant now = source.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    };
  }

  /**
   * A clock that reads the source ten times a second and is carried on by one that counts
   * nanoseconds, {@link System#nanoTime} for instance, so that it can be read often without an
   * object for every reading. A step of the source by two milliseconds or more is told at once.
   */
  static WallClock of(InstantSource source, LongSupplier nanoTime) {
    return new CarriedClock(source, nanoTime);
  }
}
