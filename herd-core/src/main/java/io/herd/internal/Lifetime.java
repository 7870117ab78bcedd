package io.herd.internal;

import io.herd.protocol.AtView;

/**
 * How long a record is of use: until so long after its effective time. A greater record of a client
 * never ends before a smaller one, so that nothing beaten comes back when its winner has expired.
 * Immutable.
 */
final class Lifetime {

  /** How far the clocks of two servers may differ without an audit finding a difference in it. */
  private static final long CLOCKS_APART_MAX_NANOS = 60_000_000_000L;

  private final long maxFutureNanos;
  private final long timeToLiveNanos;

  /** Records that expire after this time, or, with 0, never. */
  Lifetime(long maxFutureNanos, long timeToLiveNanos) {
    this.maxFutureNanos = maxFutureNanos;
    this.timeToLiveNanos = timeToLiveNanos;
  }

  /** Whether records expire at all. */
  boolean ends() {
    return timeToLiveNanos > 0;
  }

  /** Whether the record has expired at this time, in nanoseconds since 1970-01-01 UTC. */
  boolean isOver(AtView record, long epochNanos) {
    if (timeToLiveNanos == 0) {
      return false;
    }
    long end = record.effectiveNanos(maxFutureNanos) + timeToLiveNanos;
    boolean beyondAllTimes = end < record.effectiveNanos(maxFutureNanos);
    return !beyondAllTimes && end <= epochNanos;
  }

  /**
   * A time so far ahead of this one that what expires later is held by servers whose clocks differ;
   * 0 if nothing expires.
   */
  long auditedFrom(long epochNanos) {
    return ends() ? epochNanos + Math.min(CLOCKS_APART_MAX_NANOS, timeToLiveNanos / 2) : 0;
  }
}
