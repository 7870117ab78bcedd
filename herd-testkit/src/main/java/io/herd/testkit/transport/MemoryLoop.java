package io.herd.testkit.transport;

import io.herd.spi.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread and its turns: what the pipes have announced, timers that are due, tasks until there are
 * none, then the writes. Thread-safe where {@link Loop} is; the rest is for the loop thread only.
 * Thread-safe.
 */
final class MemoryLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryLoop.class);

  private static final long START = System.nanoTime();

  private final Thread thread;
  private final Object lock = new Object();
  private final ArrayDeque<Runnable> events = new ArrayDeque<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<MemoryTimer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong(MemoryTimer::atNanos).thenComparingLong(MemoryTimer::order));
  private long scheduled;
  private boolean stopping;

  /** Callbacks put off; unlike tasks they are run also when the loop ends. Loop thread only. */
  private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();

  private final Set<MemoryConnection> connections = new LinkedHashSet<>();
  private final Set<MemoryConnection> dirty = new LinkedHashSet<>();

  MemoryLoop(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the loop and waits for its thread, through interrupts, which it keeps. */
  void stop() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isStopping() {
    synchronized (lock) {
      return stopping;
    }
  }

  @Override
  public void execute(Runnable task) {
    add(tasks, task);
  }

  /** Something has happened outside: to be looked at by the next turn. Any thread. */
  void event(Runnable event) {
    add(events, event);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    synchronized (lock) {
      long delay = Math.max(0, Math.min(delayNanos, Long.MAX_VALUE / 4));
      MemoryTimer timer = new MemoryTimer(this, nanoTime() + delay, scheduled++, task);
      if (!stopping) {
        timers.add(timer);
        lock.notifyAll();
      }
      return timer;
    }
  }

  void cancel(MemoryTimer timer) {
    synchronized (lock) {
      timers.remove(timer);
    }
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  /** From 0 at the start of the process, nearly, so that times can be compared. */
  @Override
  public long nanoTime() {
    return System.nanoTime() - START;
  }

  void defer(Runnable callback) {
    deferred.add(callback);
  }

  void addDirty(MemoryConnection connection) {
    dirty.add(connection);
  }

  void opened(MemoryConnection connection) {
    connections.add(connection);
  }

  void closed(MemoryConnection connection) {
    connections.remove(connection);
    dirty.remove(connection);
  }

  private void add(ArrayDeque<Runnable> queue, Runnable task) {
    synchronized (lock) {
      if (!stopping) {
        queue.add(task);
        lock.notifyAll();
      }
    }
  }

  private void run() {
    while (!isStopping()) {
      runAll(awaitEvents());
      runAll(dueTimers());
      Runnable task;
      while ((task = nextTask()) != null) {
        run(task);
      }
      List<MemoryConnection> writers = new ArrayList<>(dirty);
      dirty.clear();
      writers.forEach(MemoryConnection::flush);
    }
    new ArrayList<>(connections).forEach(MemoryConnection::onLoopEnd);
    Runnable callback;
    while ((callback = deferred.poll()) != null) {
      run(callback);
    }
  }

  private List<Runnable> awaitEvents() {
    synchronized (lock) {
      while (!stopping && events.isEmpty() && tasks.isEmpty() && deferred.isEmpty()) {
        MemoryTimer first = timers.peek();
        long nanos = first == null ? Long.MAX_VALUE : first.atNanos() - nanoTime();
        if (nanos <= 0) {
          break;
        }
        try {
          lock.wait(first == null ? 0 : nanos / 1_000_000 + 1);
        } catch (InterruptedException e) {
          LOG.debug("the loop goes on, whoever interrupts it", e);
        }
      }
      List<Runnable> batch = new ArrayList<>(events);
      events.clear();
      return batch;
    }
  }

  private List<Runnable> dueTimers() {
    synchronized (lock) {
      List<Runnable> due = new ArrayList<>();
      long now = nanoTime();
      MemoryTimer first;
      while ((first = timers.peek()) != null && first.atNanos() <= now) {
        due.add(timers.remove());
      }
      return due;
    }
  }

  private @Nullable Runnable nextTask() {
    Runnable callback = deferred.poll();
    if (callback != null) {
      return callback;
    }
    synchronized (lock) {
      return stopping ? null : tasks.poll();
    }
  }

  private void runAll(List<Runnable> all) {
    all.forEach(this::run);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("a task failed", e);
    }
  }
}
