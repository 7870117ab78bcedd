package io.herd.testkit.places;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server on a loopback address that plays one of the network services for places: with places
 * made by a rule, none of them real, and with whatever fault is wanted. It notes what it was asked.
 *
 * <p>Place 0 is at the very point that is asked for, and each one after it is so many metres
 * farther away. It speaks HTTP/1.1, with a thread for each connection. Thread-safe.
 */
public final class FakeUpstream implements AutoCloseable {

  private static final int CALLS_KEPT = 1_000;

  /** Which service is played. */
  public enum Kind {
    /** Google's Nearby Search (Legacy). */
    GOOGLE_LEGACY,
    /** Google's Places API (New). */
    GOOGLE_NEW,
    /** An Overpass server. */
    OVERPASS;

    private FakeService service() {
      return switch (this) {
        case GOOGLE_LEGACY -> new FakeGoogleLegacy();
        case GOOGLE_NEW -> new FakeGoogleNew();
        case OVERPASS -> new FakeOverpass();
      };
    }

    /** The name as it is written on a command line: {@code google-legacy}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final FakeService service;
  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong bytesSent = new AtomicLong();
  private final AtomicInteger concurrent = new AtomicInteger();
  private final AtomicInteger concurrentMax = new AtomicInteger();
  private final Semaphore hangUps = new Semaphore(0);
  private final Semaphore arrivals = new Semaphore(0);

  /** The last ones; guarded by itself. */
  private final Deque<FakeCall> kept = new ArrayDeque<>();

  private volatile Fault fault = Fault.NONE;
  private volatile FakeWorld world = new FakeWorld(60, 100, Layout.B);
  private volatile int lastBodyBytes;
  private volatile boolean packs = true;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private FakeUpstream(Kind kind, ServerSocket server) {
    this.kind = kind;
    this.service = kind.service();
    this.server = server;
  }

  /** Starts one without faults on a free port. */
  public static FakeUpstream start(Kind kind) {
    return start(kind, 0);
  }

  /**
   * Starts one without faults.
   *
   * @param port 0 for a free one
   * @throws UncheckedIOException if the port cannot be listened on
   */
  public static FakeUpstream start(Kind kind, int port) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      FakeUpstream fake = new FakeUpstream(kind, server);
      fake.thread(fake::accept);
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What goes wrong from the next call on. */
  public FakeUpstream fault(Fault fault) {
    this.fault = fault;
    return this;
  }

  /** How many places there are around any point; 60 unless said otherwise. */
  public FakeUpstream places(int count) {
    world = new FakeWorld(count, world.spacingMetres(), world.layout());
    return this;
  }

  /** How much farther away each place is than the one before; 100 m unless said otherwise. */
  public FakeUpstream spacingMetres(double metres) {
    world = new FakeWorld(world.places(), metres, world.layout());
    return this;
  }

  /** How Google's legacy JSON is laid out; B unless said otherwise. */
  public FakeUpstream layout(Layout layout) {
    world = new FakeWorld(world.places(), world.spacingMetres(), layout);
    return this;
  }

  /** Whether answers are packed with gzip for those who allow it; yes unless said otherwise. */
  public FakeUpstream packs(boolean packs) {
    this.packs = packs;
    return this;
  }

  /** Lets calls wait for their answers until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Answers the calls that wait, and all to come. */
  public void release() {
    gate.countDown();
  }

  /** Where it listens, without a path: {@code http://127.0.0.1:41234}. */
  public URI uri() {
    String host = server.getInetAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort());
  }

  /** How often it was called. */
  public long calls() {
    return calls.get();
  }

  /** How many calls were in progress at once, at most. */
  public int concurrentCallsMax() {
    return concurrentMax.get();
  }

  /** How many bytes it has written. */
  public long bytesSent() {
    return bytesSent.get();
  }

  /** How many bytes the last body had before it was packed. */
  public int lastBodyBytes() {
    return lastBodyBytes;
  }

  /** The last 1,000 calls, in their order. */
  public List<FakeCall> lastCalls() {
    synchronized (kept) {
      return List.copyOf(kept);
    }
  }

  /**
   * Waits for a call that has not been waited for.
   *
   * @return false if none came in time
   */
  public boolean awaitCall(long timeout, TimeUnit unit) throws InterruptedException {
    return arrivals.tryAcquire(timeout, unit);
  }

  /**
   * Waits for a caller that hung up on an answer, one that has not been waited for.
   *
   * @return false if none did in time
   */
  public boolean awaitHangUp(long timeout, TimeUnit unit) throws InterruptedException {
    return hangUps.tryAcquire(timeout, unit);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        thread(() -> serve(socket));
      }
    } catch (IOException closed) {
      connections.forEach(FakeUpstream::close);
    }
  }

  private void thread(Runnable task) {
    Thread thread = new Thread(task, "fake-" + kind);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket) {
    try (FakeConnection connection = new FakeConnection(socket, bytesSent::addAndGet)) {
      socket.setTcpNoDelay(true);
      boolean isOpen = !server.isClosed();
      while (isOpen) {
        FakeCall call = connection.read();
        isOpen = call != null && answered(connection, call);
      }
    } catch (IOException gone) {
      hangUps.release();
    } finally {
      connections.remove(socket);
    }
  }

  private boolean answered(FakeConnection connection, FakeCall call) throws IOException {
    calls.incrementAndGet();
    concurrentMax.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
    synchronized (kept) {
      if (kept.size() == CALLS_KEPT) {
        kept.removeFirst();
      }
      kept.addLast(call);
    }
    arrivals.release();
    Fault wanted = fault;
    boolean isPacked = packs && call.header("accept-encoding").contains("gzip");
    boolean isInProgress = true;
    try {
      FakeReply reply = reply(call, wanted);
      lastBodyBytes = reply.body().length;
      gate.await();
      if (!wanted.stalls()) {
        // the caller may call again as soon as it has the last byte
        concurrent.decrementAndGet();
        isInProgress = false;
      }
      return FakeWire.send(connection, reply, wanted, isPacked);
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (isInProgress) {
        concurrent.decrementAndGet();
      }
    }
  }

  private FakeReply reply(FakeCall call, Fault wanted) {
    if (!call.path().equals(service.path())) {
      return FakeReply.html(404);
    }
    return switch (wanted) {
      case SAYS_INVALID, SAYS_QUOTA, SAYS_DENIED, SAYS_NOT_ENABLED, SAYS_UNKNOWN ->
          service.says(wanted, call);
      default -> service.answer(call, world);
    };
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    release();
    connections.forEach(FakeUpstream::close);
  }
}
