package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks at every record of the feed once, a stretch a turn, so that turns stay short. Loop thread
 * only.
 */
final class FeedWalk {

  /** How many records are looked at in one turn. */
  static final int STEPS_MAX = 2_000;

  /** How long a walk waits that may not go on. */
  private static final long PAUSE_NANOS = 10_000_000L;

  private final NodeCore core;
  private final BooleanSupplier mayGoOn;
  private final Consumer<AtView> visitor;
  private final Runnable onEnd;
  private final LocationStore.Cursor cursor;
  private final AtView record = new AtView();
  private boolean closed;

  /**
   * Begins a walk in the next turn.
   *
   * @param mayGoOn asked before each record; while it says no, the walk waits
   * @param visitor is shown each record
   * @param onEnd run after the last one
   */
  FeedWalk(NodeCore core, BooleanSupplier mayGoOn, Consumer<AtView> visitor, Runnable onEnd) {
    this.core = core;
    this.mayGoOn = mayGoOn;
    this.visitor = visitor;
    this.onEnd = onEnd;
    this.cursor = core.store().cursor();
    core.loop().schedule(0, this::stretch);
  }

  private void stretch() {
    for (int i = 0; i < STEPS_MAX && !closed; i++) {
      if (!mayGoOn.getAsBoolean()) {
        core.loop().schedule(PAUSE_NANOS, this::stretch);
        return;
      }
      if (!cursor.next(record)) {
        close();
        onEnd.run();
        return;
      }
      visitor.accept(record);
    }
    if (!closed) {
      core.loop().schedule(0, this::stretch);
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
