package io.herd.spi;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day. Any thread. */
@FunctionalInterface
public interface WallClock {

  /**
   * Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. May step in either direction.
   */
  long epochNanos();

  /** The clock that tells what the source tells, {@link InstantSource#system} for instance. */
  static WallClock of(InstantSource source) {
    return () -> {
      Instant now = source.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    };
  }
}
