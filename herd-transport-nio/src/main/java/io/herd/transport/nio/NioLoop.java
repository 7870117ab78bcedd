package io.herd.transport.nio;

import io.herd.spi.Loop;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread and its turns: select, the callbacks of what is ready, timers that are due, tasks
 * until there are none, then one write of each connection that has sent, from the last on. {@code
 * execute}, {@code schedule} and {@code stop} are thread-safe, all else is for the loop thread
 * only.
 *
 * <p>Tasks of other threads come through a queue without locks, and wake the selector only if the
 * loop sleeps or is about to. The loop's own tasks go through a plain queue, unless tasks of others
 * wait: then they go behind these, so that all tasks run in the order in which they were given.
 * Thread-safe.
 */
final class NioLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(NioLoop.class);

  /** How many tasks a turn may run beyond those that its callbacks gave, before I/O has a look. */
  private static final int TASKS_A_TURN_MAX = 65_536;

  private static final int EVENTS_A_TURN_MAX = 256;

  /**
   * So many connections wait for the end of the turn to be written; with more of them, outboxes
   * would be new arrays, and out of the caches by then.
   */
  private static final int WRITERS_MAX = 64;

  /**
   * So many bytes wait, in all. To write each connection's answers when its lines are read would
   * wake a reader on another processor, that has nothing else to do, for every one of them.
   */
  private static final int UNSENT_BYTES_MAX = 64 * 1024;

  private static final long SELECT_FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Timeouts timeouts;
  private final Selector selector;
  private final Thread thread;
  private final List<SelectionKey> ready = new ArrayList<>();
  private final Consumer<SelectionKey> collector = ready::add;
  private final ConcurrentLinkedQueue<Runnable> remote = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<Runnable> local = new ArrayDeque<>();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final TimerQueue timers = new TimerQueue();
  private final Handshakes handshakes = new Handshakes(this);
  private final List<Dirty> dirty = new ArrayList<>();
  private final Set<Resident> residents = new HashSet<>();
  private final LoopBuffers buffers = new LoopBuffers();

  /** What was sent by connections that were read since the last writes. */
  private int unsentBytes;

  private volatile boolean stopping;

  NioLoop(String threadName, Timeouts timeouts) throws IOException {
    this.timeouts = timeouts;
    Sockets.prepare();
    selector = Selector.open();
    thread = new Thread(this::run, threadName);
    thread.setDaemon(false);
  }

  void start() {
    thread.start();
  }

  /** Gives up a loop that was not started. */
  void discard() {
    closeSelector();
  }

  /** Asks the loop to end. From here on tasks are dropped. */
  void stop() {
    stopping = true;
    selector.wakeup();
  }

  boolean isStopping() {
    return stopping;
  }

  /** Waits for the thread to end, through interrupts, which it keeps. */
  void join() {
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
    if (stopping) {
      return;
    }
    if (!inLoop()) {
      remote.add(task);
      wake();
    } else if (remote.isEmpty()) {
      local.add(task);
    } else {
      remote.add(task);
    }
  }

  /**
   * Runs something that an I/O thread has found among the callbacks of a turn, not among its tasks:
   * these would not come to an end while there is always more to read. Thread-safe.
   */
  void tell(Runnable event) {
    events.add(event);
    wake();
  }

  private void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    long delay = Math.max(0, Math.min(delayNanos, Long.MAX_VALUE / 2));
    LoopTimer timer = new LoopTimer(this, nanoTime() + delay, task);
    if (inLoop()) {
      timers.add(timer);
    } else {
      execute(timer);
    }
    return timer;
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  TimerQueue timers() {
    return timers;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  Selector selector() {
    return selector;
  }

  LoopBuffers buffers() {
    return buffers;
  }

  Handshakes handshakes() {
    return handshakes;
  }

  /** Has it told when the loop ends. */
  void add(Resident resident) {
    residents.add(resident);
  }

  void remove(Resident resident) {
    residents.remove(resident);
  }

  /** Takes it into this turn's writes. The caller sees to it that it is in only once. */
  void addDirty(Dirty writer) {
    dirty.add(writer);
  }

  /** A connection that was read has so much to write. */
  void noteUnsent(int bytes) {
    unsentBytes += bytes;
  }

  /** Has a callback run by this turn, or by the next one if this turn's tasks are over. */
  void defer(Deferred callback) {
    local.add(callback);
  }

  /** Reports what code of the user has thrown. */
  void logFailure(String where, Throwable failure) {
    LOG.error("{} failed", where, failure);
  }

  private void run() {
    while (!stopping) {
      try {
        select();
        runReady();
        runEvents();
        runTimers();
        handshakes.runSome();
        runTasks();
        flush();
      } catch (IOException e) {
        LOG.error("selecting failed", e);
        LockSupport.parkNanos(SELECT_FAILURE_PAUSE_NANOS);
      } catch (Throwable e) {
        LOG.error("a turn failed", e);
      }
      Thread.interrupted(); // left set, it would close channels and keep select from sleeping
    }
    end();
  }

  private void select() throws IOException {
    boolean idle = local.isEmpty() && remote.isEmpty() && events.isEmpty() && handshakes.isEmpty();
    long sleepNanos = idle ? timers.nanosToNext(nanoTime()) : 0;
    if (sleepNanos == 0) {
      selector.selectNow(collector);
      return;
    }
    asleep.set(true);
    if (remote.isEmpty() && events.isEmpty() && !stopping) {
      selector.select(collector, toMillis(sleepNanos));
    } else {
      selector.selectNow(collector);
    }
    asleep.set(false);
  }

  /** Rounded up, so that nothing is run before its time; 0 is without end. */
  private static long toMillis(long nanos) {
    return nanos == Long.MAX_VALUE ? 0 : (nanos + 999_999) / 1_000_000;
  }

  /**
   * Runs the callbacks behind select, not from within: compiled code is thrown away when it meets
   * what it has never met, and select, where connections end, would have all of theirs in it.
   */
  private void runReady() {
    try {
      for (int i = 0; i < ready.size(); i++) {
        onReady(ready.get(i));
      }
    } finally {
      ready.clear();
    }
  }

  private void onReady(SelectionKey key) {
    if (key.attachment() instanceof Selectable selectable) {
      selectable.onReady(key);
      if (dirty.size() >= WRITERS_MAX || unsentBytes >= UNSENT_BYTES_MAX) {
        flush();
      }
    }
  }

  private void runEvents() {
    Runnable event;
    for (int i = 0; i < EVENTS_A_TURN_MAX && (event = events.poll()) != null; i++) {
      run(event);
    }
  }

  private void runTimers() {
    if (timers.size() == 0) {
      return;
    }
    long now = nanoTime();
    LoopTimer timer;
    while ((timer = timers.pollDue(now)) != null) {
      if (!timer.isCancelled()) {
        run(timer.task());
      }
    }
  }

  private void runTasks() {
    int budget = local.size() + TASKS_A_TURN_MAX;
    Runnable task;
    while (budget-- > 0 && !stopping && (task = nextTask()) != null) {
      run(task);
    }
  }

  private @Nullable Runnable nextTask() {
    Runnable task = local.poll();
    return task != null ? task : remote.poll();
  }

  /** Runs a task, and logs what it throws. */
  void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      logFailure("a task", e);
    }
  }

  /**
   * What was sent last is written first: that are the records for neighbours, sent when all answers
   * of the turn are known. So the neighbours can begin while this thread writes to the clients.
   */
  private void flush() {
    unsentBytes = 0;
    while (!dirty.isEmpty()) {
      dirty.remove(dirty.size() - 1).flush();
    }
  }

  private void end() {
    runDeferred();
    for (Resident resident : List.copyOf(residents)) {
      resident.onLoopEnd();
    }
    runDeferred();
    closeSelector();
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("the selector cannot be closed", e);
    }
  }

  /** Runs what is run also when the loop ends, and drops the rest. */
  private void runDeferred() {
    Runnable task;
    while ((task = nextTask()) != null) {
      if (task instanceof Deferred) {
        run(task);
      }
    }
  }
}
