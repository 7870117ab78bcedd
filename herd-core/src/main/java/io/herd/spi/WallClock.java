package io.herd.spi;

/** The time of day. Any thread. */
@FunctionalInterface
public interface WallClock {

  /**
   * Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. May step in either direction.
   */
  long epochNanos();
}
