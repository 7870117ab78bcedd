package io.herd.examples.unix;

import io.herd.spi.Loop;

/**
 * A task with a time. Ordered by time, and at the same time by when it was set. Cancelled by any
 * thread, all else is for the loop thread only. Thread-safe.
 */
final class UnixTimer implements Loop.Timer, Comparable<UnixTimer> {

  private final UnixLoop loop;
  private final long atNanos;
  private final Runnable task;
  private long order;
  private volatile boolean cancelled;

  UnixTimer(UnixLoop loop, long atNanos, Runnable task) {
    this.loop = loop;
    this.atNanos = atNanos;
    this.task = task;
  }

  long atNanos() {
    return atNanos;
  }

  void order(long number) {
    order = number;
  }

  void fire() {
    if (!cancelled) {
      task.run();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (loop.inLoop()) {
      loop.remove(this);
    } else {
      loop.execute(() -> loop.remove(this));
    }
  }

  @Override
  public int compareTo(UnixTimer other) {
    int byTime = Long.signum(atNanos - other.atNanos);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
