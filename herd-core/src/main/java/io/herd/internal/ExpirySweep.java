package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes expired records out of the store, so that they cost no memory. It walks the whole feed, a
 * stretch at a time, since records lie there in the order in which they came and not in that in
 * which they expire; after a walk it rests. Nobody has to wait for it: an expired record is treated
 * as none wherever it is looked up. Loop thread only.
 */
final class ExpirySweep {

  /** How often a stretch is walked. */
  static final long STRETCH_NANOS = 50_000_000L;

  /** How many records are looked at in one stretch. */
  static final int STEPS_MAX = 5_000;

  /** How long a stretch takes at most, so that a turn stays short. */
  private static final long STRETCH_NANOS_MAX = 500_000L;

  /** The rest between two walks is this part of the time to live, but not longer than that. */
  private static final int REST_DIVISOR = 16;

  private static final long REST_NANOS_MAX = 10_000_000_000L;

  private final NodeCore core;
  private final long restNanos;
  private final AtView record = new AtView();
  private final Stretch stretch;
  private LocationStore.@Nullable Cursor cursor;
  private long restUntil;

  ExpirySweep(NodeCore core) {
    this.core = core;
    this.restNanos = Math.min(REST_NANOS_MAX, core.settings().timing().timeToLive() / REST_DIVISOR);
    this.restUntil = core.nanoTime();
    this.stretch = new Stretch(core.loop(), STEPS_MAX, STRETCH_NANOS_MAX);
  }

  /** Walks on. */
  void step() {
    if (cursor == null) {
      if (core.nanoTime() < restUntil) {
        return;
      }
      cursor = core.store().cursor();
    }
    long now = core.epochNanos();
    stretch.begin();
    while (stretch.next()) {
      if (!cursor.next(record)) {
        cursor.close();
        cursor = null;
        restUntil = core.nanoTime() + restNanos;
        return;
      }
      if (core.replica().lifetime().isOver(record, now)) {
        core.replica().forget(record);
        core.counters().add(Count.CLIENTS_EXPIRED);
      }
    }
  }
}
