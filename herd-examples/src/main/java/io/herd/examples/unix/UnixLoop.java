package io.herd.examples.unix;

import io.herd.spi.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread and its turns: what the sockets have, timers that are due, tasks until there are
 * none, then a write for each connection that has sent something. Thread-safe where {@link Loop}
 * is; the rest is for the loop thread only. Thread-safe.
 */
final class UnixLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(UnixLoop.class);
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Far above what a turn gives, and still an end: a task that gives itself must starve nobody. */
  private static final int TASKS_A_TURN_MAX = 100_000;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> deferred = new ArrayDeque<>();
  private final TreeSet<UnixTimer> timers = new TreeSet<>();
  private final List<UnixConnection> dirty = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long timersSet;
  private volatile boolean stopping;

  UnixLoop(String threadName) throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, threadName);
    thread.start();
  }

  Selector selector() {
    return selector;
  }

  /** For whoever reads or writes just now; nothing in it outlives the call. */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  boolean isStopping() {
    return stopping;
  }

  /** Ends the loop and waits for its thread, through interrupts, which it keeps. */
  void stop() {
    stopping = true;
    selector.wakeup();
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

  @Override
  public void execute(Runnable task) {
    if (!stopping) {
      tasks.add(task);
      if (!inLoop()) {
        selector.wakeup();
      }
    }
  }

  /** Puts a callback off. Unlike tasks it is run also when the loop ends. */
  void defer(Runnable callback) {
    deferred.add(callback);
  }

  /** Has this connection write at the end of the turn. */
  void flushLater(UnixConnection connection) {
    dirty.add(connection);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    long at = nanoTime() + Math.max(0, Math.min(delayNanos, Long.MAX_VALUE / 4));
    UnixTimer timer = new UnixTimer(this, at, task);
    if (inLoop()) {
      add(timer);
    } else {
      execute(() -> add(timer));
    }
    return timer;
  }

  private void add(UnixTimer timer) {
    timer.order(timersSet++);
    timers.add(timer);
  }

  void remove(UnixTimer timer) {
    timers.remove(timer);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  private void run() {
    while (!stopping) {
      try {
        select();
        runTimers();
        runTasks();
        flush();
      } catch (IOException e) {
        LOG.error("selecting failed, the loop ends", e);
        stopping = true;
      }
      Thread.interrupted(); // kept, it would close the channels
    }
    end();
  }

  /** Does not sleep while there is something to do. */
  private void select() throws IOException {
    if (!tasks.isEmpty() || !deferred.isEmpty()) {
      selector.selectNow(this::onReady);
    } else if (timers.isEmpty()) {
      selector.select(this::onReady);
    } else {
      long nanos = timers.first().atNanos() - nanoTime();
      if (nanos <= 0) {
        selector.selectNow(this::onReady);
      } else {
        selector.select(this::onReady, (nanos + 999_999) / 1_000_000);
      }
    }
  }

  private void onReady(SelectionKey key) {
    guard(() -> ((Selected) key.attachment()).onReady(key));
  }

  private void runTimers() {
    long now = nanoTime();
    while (!timers.isEmpty() && timers.first().atNanos() - now <= 0) {
      UnixTimer due = timers.first();
      timers.remove(due);
      guard(due::fire);
    }
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_A_TURN_MAX && !stopping; i++) {
      Runnable task = deferred.poll();
      if (task == null) {
        task = tasks.poll();
      }
      if (task == null) {
        return;
      }
      guard(task);
    }
  }

  private void flush() {
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush();
    }
    dirty.clear();
  }

  private void end() {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      ((Selected) key.attachment()).onLoopEnd();
    }
    Runnable callback;
    while ((callback = deferred.poll()) != null) {
      guard(callback);
    }
    tasks.clear();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("the selector cannot be closed", e);
    }
  }

  private static void guard(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      LOG.error("a task failed", e);
    }
  }

  /** What is registered with the selector. Loop thread only. */
  interface Selected {

    void onReady(SelectionKey key);

    void onLoopEnd();
  }
}
