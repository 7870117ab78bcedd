package io.herd.transport.netty;

import io.herd.spi.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of Netty. Its turn is: what the channels have, then the tasks, then, as tail task,
 * one flush of every connection that has sent. Thread-safe, but for what connections use.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel, its listeners hear
final class NettyLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

  private final IoEventLoopGroup group;
  private final SingleThreadEventLoop eventLoop;
  private final boolean epoll;
  private final String threadName;
  private final List<NettyConnection> dirty = new ArrayList<>();
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;

  NettyLoop(String threadName) {
    this.threadName = threadName;
    epoll = isEpollThere();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, this::newThread, handlers);
    eventLoop = (SingleThreadEventLoop) group.next();
  }

  private Thread newThread(Runnable work) {
    Thread made = new FastThreadLocalThread(work, threadName);
    thread = made;
    return made;
  }

  private static boolean isEpollThere() {
    try {
      return Epoll.isAvailable();
    } catch (NoClassDefFoundError e) {
      LOG.debug("no epoll on the class path", e);
      return false;
    }
  }

  IoEventLoopGroup group() {
    return group;
  }

  SingleThreadEventLoop eventLoop() {
    return eventLoop;
  }

  ChannelFactory<ServerChannel> serverChannels() {
    return epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
  }

  ChannelFactory<Channel> channels() {
    return epoll ? EpollSocketChannel::new : NioSocketChannel::new;
  }

  /** From here on, tasks of users are dropped. */
  void stopTasks() {
    stopped = true;
  }

  /** Waits until the thread is gone, which is a moment after Netty says so. */
  void awaitEnd() {
    Thread started = thread;
    if (started == null) {
      return;
    }
    try {
      started.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (!stopped) {
      executeOwn(guarded(task));
    }
  }

  /** As {@link #execute}, also while the transport is closing. */
  void executeOwn(Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("a task came after the end", e);
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        if (!stopped) {
          task.run();
        }
      } catch (RuntimeException e) {
        LOG.error("a task failed", e);
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

  /** Takes a connection into this turn's writes. */
  void addDirty(NettyConnection connection) {
    dirty.add(connection);
    if (dirty.size() == 1) {
      eventLoop.executeAfterEventLoopIteration(this::flush);
    }
  }

  private void flush() {
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush();
    }
    dirty.clear();
  }
}
