package io.herd.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;

/** Makes the threads of event loops and waits for their end. Thread-safe. */
final class NettyThreads implements ThreadFactory {

  private final IntFunction<String> names;
  private final List<Thread> made = new CopyOnWriteArrayList<>();

  /**
   * Threads with names.
   *
   * @param names the name of the first thread, of the second and so on, from 0
   */
  NettyThreads(IntFunction<String> names) {
    this.names = names;
  }

  @Override
  public synchronized Thread newThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, names.apply(made.size()));
    thread.setDaemon(false);
    made.add(thread);
    return thread;
  }

  /**
   * Waits until the threads are gone, which is a moment after Netty says so. Through interrupts,
   * which it keeps.
   */
  void awaitEnd() {
    boolean interrupted = false;
    for (Thread thread : made) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
