package io.herd.transport.netty;

import io.herd.spi.Loop;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of Netty as the loop of a node. Its turn is: what the channels have, then the
 * tasks, then, as tail task, one flush of every connection that has sent. Thread-safe, but for what
 * connections use.
 */
final class NettyLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

  private final NettyThreads threads;
  private final IoEventLoopGroup group;
  private final SingleThreadEventLoop eventLoop;
  private final List<NettyConnection> dirty = new ArrayList<>();
  private volatile boolean stopped;

  NettyLoop(String threadName, SocketKind kind) {
    threads = new NettyThreads(number -> threadName);
    group = new MultiThreadIoEventLoopGroup(1, threads, kind.ioHandlers());
    eventLoop = (SingleThreadEventLoop) group.next();
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  /** From here on, tasks of users are dropped. */
  void stopTasks() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Runs the tasks that are there, and ends the thread. */
  void end() {
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    threads.awaitEnd();
  }

  @Override
  public void execute(Runnable task) {
    if (!stopped) {
      executeOwn(guarded(task));
    }
  }

  /**
   * As {@link #execute}, also while the transport is closing.
   *
   * @return false if the loop has ended and the task will not run
   */
  boolean executeOwn(Runnable task) {
    try {
      eventLoop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("a task came after the end", e);
      return false;
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        if (!stopped) {
          task.run();
        }
      } catch (Throwable e) {
        logFailure("a task", e);
      }
    };
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    try {
      ScheduledFuture<?> future =
          eventLoop.schedule(guarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.debug("a timer came after the end", e);
      return () -> {};
    }
  }

  @Override
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** Reports what code of the user has thrown. */
  void logFailure(String where, Throwable failure) {
    LOG.error("{} failed", where, failure);
  }

  /** Takes a connection into this turn's writes. The caller sees to it that it is in only once. */
  void addDirty(NettyConnection connection) {
    dirty.add(connection);
    if (dirty.size() == 1) {
      eventLoop.executeAfterEventLoopIteration(this::flush);
    }
  }

  private void flush() {
    for (int i = 0; i < dirty.size(); i++) {
      try {
        dirty.get(i).flush();
      } catch (Throwable e) {
        logFailure("a flush", e); // the others are not to suffer
      }
    }
    dirty.clear();
  }
}
