package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.HerdNode;
import io.herd.HerdStats.Count;
import io.herd.places.GuardSettings;
import io.herd.places.GuardedPlaces;
import io.herd.protocol.ServerId;
import io.herd.spi.PlacesProvider;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a places service that does not answer costs those who only report: the rate of IAMAT answers
 * of a node, for as long as the guard's deadline, by turns without questions and with 10,000
 * WHATSAT of different clients over 100 connections, all sent at once. Node, generators and
 * collector share the machine.
 *
 * <p>Arguments: {@code rounds}.
 */
public final class StalledPlaces {

  private static final int QUESTIONS = 10_000;
  private static final int ASKING = 100;
  private static final int REPORTING = 8;
  private static final int DEPTH = 128;
  private static final int CLIENTS = 100_000;
  private static final GuardSettings SETTINGS = GuardSettings.defaults();

  private final AtomicLong reports = new AtomicLong();
  private final HerdNode node;
  private volatile PlacesProvider guard = newGuard();
  private volatile boolean ended;
  private double perCpuSecond;

  private StalledPlaces() {
    node =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .transport(NioTransport.create())
            .places(query -> guard.nearby(query))
            .start();
  }

  /** A guard that knows nothing yet of the service's state. */
  private static PlacesProvider newGuard() {
    return new GuardedPlaces(query -> new CompletableFuture<>(), SETTINGS);
  }

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    StalledPlaces stalled = new StalledPlaces();
    stalled.run(Integer.parseInt(args[0]));
    stalled.node.close();
  }

  private void run(int rounds) throws Exception {
    Thread reporter = new Thread(this::report, "reports");
    reporter.start();
    Socket[] asking = new Socket[ASKING];
    for (int i = 0; i < ASKING; i++) {
      asking[i] = connect();
      asking[i].setSoTimeout(60_000);
    }
    register(asking[0]);
    double[] cpuRatios = new double[rounds];
    double[] without = new double[rounds];
    double[] with = new double[rounds];
    rate(() -> {}); // warms up
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      guard.close();
      guard = newGuard();
      // before and after, so that a machine that becomes busier or idler does not matter
      double before = rate(() -> {});
      double cpuBefore = perCpuSecond;
      with[round] = rate(() -> ask(asking));
      double cpuWith = perCpuSecond;
      without[round] = (before + rate(() -> {})) / 2;
      ratios[round] = with[round] / without[round];
      cpuRatios[round] = cpuWith / ((cpuBefore + perCpuSecond) / 2);
      System.out.printf(
          Locale.ROOT,
          "round %d: %,.0f reports/s without, %,.0f with %,d questions%n",
          round + 1,
          without[round],
          with[round],
          QUESTIONS);
    }
    ended = true;
    reporter.join();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "medians: %,.0f without, %,.0f with, of the ratios %.3f; heap %,d MB of %,d MB%n",
        median(without),
        median(with),
        median(ratios),
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        runtime.maxMemory() >> 20);
    System.out.printf(
        Locale.ROOT,
        "reports for a second of the CPU that the node's threads use: ratio %.3f%n",
        median(cpuRatios));
    System.out.printf(
        Locale.ROOT,
        "node: %,d questions, %,d not asked; last guard: %s%n",
        node.stats().count(Count.QUERIES),
        node.stats().count(Count.PLACES_REFUSED),
        guard.counts());
    for (Socket socket : asking) {
      socket.close();
    }
  }

  /** Reports a second while this work is done, and at least for the time of the deadline. */
  private double rate(Work work) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    long start = System.nanoTime();
    long before = reports.get();
    long cpuBefore = cpuNanos();
    thread.start();
    Thread.sleep(SETTINGS.deadline().toMillis() + 200);
    long count = reports.get() - before;
    double rate = count * 1e9 / (System.nanoTime() - start);
    perCpuSecond = count * 1e9 / (cpuNanos() - cpuBefore);
    thread.join();
    return rate;
  }

  /**
   * What the threads of node and guard have used: that depends less on what else the machine does.
   */
  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("herd")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }

  private interface Work {
    void run() throws IOException;
  }

  private Socket connect() throws IOException {
    InetSocketAddress address = (InetSocketAddress) node.address();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** One report of each client that is asked about. */
  private static void register(Socket socket) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < QUESTIONS; i++) {
      // points that differ, so that no question is shared
      lines.append(
          String.format(
              Locale.ROOT, "IAMAT asked%05d +34.%05d-118.445127 1621464827%n", i, 10_000 + i));
    }
    Thread reader = new Thread(() -> read(socket, QUESTIONS, '\n'), "registered");
    reader.start();
    socket.getOutputStream().write(lines.toString().getBytes(US_ASCII));
    join(reader);
  }

  private static void ask(Socket[] sockets) throws IOException {
    long start = System.nanoTime();
    int each = QUESTIONS / sockets.length;
    for (int i = 0; i < sockets.length; i++) {
      StringBuilder lines = new StringBuilder();
      for (int j = 0; j < each; j++) {
        lines.append(String.format(Locale.ROOT, "WHATSAT asked%05d 10 5%n", i * each + j));
      }
      sockets[i].getOutputStream().write(lines.toString().getBytes(US_ASCII));
    }
    for (Socket socket : sockets) {
      read(socket, each, '}'); // one in each body that has no results
    }
    System.out.printf(
        Locale.ROOT,
        "         all %,d answered within %,d ms%n",
        QUESTIONS,
        (System.nanoTime() - start) / 1_000_000);
  }

  /** Reads until so many of these bytes have come. */
  private static void read(Socket socket, int count, char wanted) {
    byte[] buffer = new byte[1 << 16];
    int seen = 0;
    try {
      InputStream in = socket.getInputStream();
      while (seen < count) {
        int length = in.read(buffer);
        if (length < 0) {
          throw new IOException("closed by the node");
        }
        for (int i = 0; i < length; i++) {
          seen += buffer[i] == wanted ? 1 : 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reports over some connections, each a batch at a time, until the end. */
  private void report() {
    ReportBatch batch = new ReportBatch(DEPTH);
    Socket[] sockets = new Socket[REPORTING];
    byte[] lines = new byte[0];
    long sent = 0;
    try {
      for (int i = 0; i < REPORTING; i++) {
        sockets[i] = connect();
      }
      while (!ended) {
        for (Socket socket : sockets) {
          ByteBuffer next = batch.next(sent * 0x9E3779B97F4A7C15L, CLIENTS, sent);
          if (lines.length < next.remaining()) {
            lines = new byte[next.remaining()];
          }
          int length = next.remaining();
          next.get(lines, 0, length);
          socket.getOutputStream().write(lines, 0, length);
          sent += DEPTH;
        }
        for (Socket socket : sockets) {
          read(socket, DEPTH, '\n');
          reports.addAndGet(DEPTH);
        }
      }
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
