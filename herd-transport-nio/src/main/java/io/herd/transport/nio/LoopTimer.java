package io.herd.transport.nio;

import io.herd.spi.Loop;

/**
 * A task with the time at which it is due. It is a task itself: it takes itself into the loop's
 * queue, or out of it, when another thread has scheduled or cancelled it. Thread-safe.
 */
final class LoopTimer implements Loop.Timer, Runnable {

  private final NioLoop loop;
  private final Runnable task;
  final long deadlineNanos;

  /** Where the queue holds it, -1 if it does not. Loop thread only. */
  int index = -1;

  /** The order of equal deadlines. Loop thread only. */
  long order;

  private volatile boolean cancelled;

  LoopTimer(NioLoop loop, long deadlineNanos, Runnable task) {
    this.loop = loop;
    this.deadlineNanos = deadlineNanos;
    this.task = task;
  }

  boolean isCancelled() {
    return cancelled;
  }

  Runnable task() {
    return task;
  }

  @Override
  public void run() {
    if (cancelled) {
      loop.timers().remove(this);
    } else {
      loop.timers().add(this);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (loop.inLoop()) {
      loop.timers().remove(this);
    } else {
      loop.execute(this);
    }
  }
}
