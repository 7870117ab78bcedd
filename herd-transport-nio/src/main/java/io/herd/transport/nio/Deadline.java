package io.herd.transport.nio;

import io.herd.spi.Loop;
import org.jspecify.annotations.Nullable;

/**
 * The one thing that a connection waits for. Costs nothing while it is not set. Loop thread only.
 */
final class Deadline {

  private final NioLoop loop;
  private Loop.@Nullable Timer timer;

  Deadline(NioLoop loop) {
    this.loop = loop;
  }

  /** Has the task run after this time, and no longer at the time set before. */
  void set(long nanos, Runnable task) {
    cancel();
    timer = loop.schedule(nanos, task);
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
