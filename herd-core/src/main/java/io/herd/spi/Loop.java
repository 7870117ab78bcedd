package io.herd.spi;

/** The one thread of a node, as its node sees it: a place to run tasks now or later. */
public interface Loop {

  /**
   * Runs a task on the loop, after all tasks given before. Any thread. Given by the loop itself, it
   * runs in the same turn, without waiting for I/O. After the transport was closed, the task is
   * dropped.
   */
  void execute(Runnable task);

  /**
   * Runs a task on the loop once the time has passed. Any thread.
   *
   * @param delayNanos how long from now, in nanoseconds; 0 or less is as soon as possible
   */
  Timer schedule(long delayNanos, Runnable task);

  /** Whether the calling thread is the loop's. */
  boolean inLoop();

  /**
   * A monotonic clock in nanoseconds with an arbitrary zero: only differences mean something. Any
   * thread.
   */
  long nanoTime();

  /** A task that was scheduled. */
  interface Timer {
    /** Keeps the task from running if it has not started. Idempotent. Any thread. */
    void cancel();
  }
}
