package io.herd.testkit.transport;

import io.herd.spi.Loop;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task with the time at which it is due. Thread-safe. */
final class MemoryTimer implements Loop.Timer, Runnable {

  private final MemoryLoop loop;
  private final long atNanos;
  private final long order;
  private final Runnable task;
  private final AtomicBoolean over = new AtomicBoolean();

  MemoryTimer(MemoryLoop loop, long atNanos, long order, Runnable task) {
    this.loop = loop;
    this.atNanos = atNanos;
    this.order = order;
    this.task = task;
  }

  long atNanos() {
    return atNanos;
  }

  /** Tells timers of the same time apart. */
  long order() {
    return order;
  }

  @Override
  public void run() {
    if (over.compareAndSet(false, true)) {
      task.run();
    }
  }

  @Override
  public void cancel() {
    if (over.compareAndSet(false, true)) {
      loop.cancel(this);
    }
  }
}
