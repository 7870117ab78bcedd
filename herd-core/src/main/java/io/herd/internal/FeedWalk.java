package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;

/**
 * Looks at every record of the feed once, a stretch at a time with a rest behind it, so that
 * neither turns become long nor the processor is taken from those who have news. Loop thread only.
 */
final class FeedWalk implements Runnable {

  /** How many records are looked at in one stretch. */
  static final int STEPS_MAX = 2_000;

  /** How long a stretch takes at most. */
  private static final long STRETCH_NANOS = 200_000L;

  /** How long a walk rests between two stretches. */
  private static final long REST_NANOS = 1_000_000L;

  /** How long a walk waits that may not go on. */
  private static final long PAUSE_NANOS = 10_000_000L;

  /** Whom records are shown to. */
  interface Visitor {

    /** Asked before each record; while it says no, the walk waits. */
    boolean mayGoOn();

    /** Shows a record. */
    void visit(AtView record);

    /** That was the last one. */
    void onEnd();
  }

  private final NodeCore core;
  private final Visitor visitor;
  private final LocationStore.Cursor cursor;
  private final AtView record = new AtView();
  private final Stretch stretch;
  private boolean closed;

  /** Begins a walk in the next turn. */
  FeedWalk(NodeCore core, Visitor visitor) {
    this.core = core;
    this.visitor = visitor;
    this.cursor = core.store().cursor();
    this.stretch = new Stretch(core.loop(), STEPS_MAX, STRETCH_NANOS);
    core.loop().schedule(0, this);
  }

  /** Walks on for a stretch. */
  @Override
  public void run() {
    stretch.begin();
    while (!closed && stretch.next()) {
      if (!visitor.mayGoOn()) {
        core.loop().schedule(PAUSE_NANOS, this);
        return;
      }
      if (!cursor.next(record)) {
        close();
        visitor.onEnd();
        return;
      }
      visitor.visit(record);
    }
    if (!closed) {
      core.loop().schedule(REST_NANOS, this);
    }
  }

  /** Ends the walk where it is. Idempotent. */
  void close() {
    if (!closed) {
      closed = true;
      cursor.close();
    }
  }
}
