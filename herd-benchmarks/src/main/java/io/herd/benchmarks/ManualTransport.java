package io.herd.benchmarks;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A transport without sockets, whose turns are run by its user, so that what the core does is
 * measured alone. Timers never ring. The thread that calls {@link #runTasks} is the loop's.
 */
final class ManualTransport implements Transport, Loop {

  private final WallClock clock = WallClock.of(InstantSource.system(), System::nanoTime);
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Random random = new Random(1);
  private volatile @Nullable Acceptor acceptor;

  /** The other side of a connection: it counts the bytes that are sent and forgets them. */
  static final class Caller implements Connection {
    private final byte[] outbox = new byte[1 << 20];
    private int unread;

    /** How many bytes of answers came since this was last asked. */
    int take() {
      int bytes = unread;
      unread = 0;
      return bytes;
    }

    @Override
    public boolean send(byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, outbox, unread, length);
      unread += length;
      return true;
    }

    @Override
    public void outboxBytesMax(int bytes) {}

    @Override
    public int unsentBytes() {
      return unread;
    }

    @Override
    public void readable(boolean on) {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public SocketAddress remoteAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public @Nullable Principal principal() {
      return null;
    }
  }

  /** Starts a node on this transport. */
  HerdNode start(HerdNodeBuilder builder) throws InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    List<HerdNode> started = new ArrayList<>();
    Thread starter = new Thread(() -> started.add(builder.listen(address).transport(this).start()));
    starter.start();
    while (starter.isAlive()) {
      runTasks();
      Thread.onSpinWait();
    }
    starter.join();
    return started.get(0);
  }

  /** Opens a connection of this client. */
  ConnectionHandler open(Caller caller) {
    Acceptor listening = acceptor;
    ConnectionHandler handler = listening == null ? null : listening.accept(caller);
    if (handler == null) {
      throw new IllegalStateException("the node takes no connection");
    }
    handler.onOpen(caller);
    return handler;
  }

  /** Ends a turn. */
  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public Loop loop() {
    return this;
  }

  @Override
  public WallClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor asked) {
    acceptor = asked;
    return new Listener() {
      @Override
      public SocketAddress address() {
        return address;
      }

      @Override
      public void close() {
        acceptor = null;
      }
    };
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    throw new UnsupportedOperationException("there are no other servers");
  }

  @Override
  public void close() {
    tasks.clear();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return () -> {};
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
