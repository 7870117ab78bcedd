package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.ThreadMXBean;
import io.herd.HerdNode;
import io.herd.load.ResultLine;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * How many bytes the node's thread allocates for a report that is of a new client, newer than what
 * is held, a duplicate of it, or older. Prints a result line for each. What the thread allocates by
 * the second, with or without reports, is measured before and taken off.
 *
 * <p>Arguments: {@code clients}.
 */
public final class Allocation {

  private static final int AT_ONCE = 128;
  private static final int WARM_UP_ROUNDS = 10;
  private static final long IDLE_MILLIS = 5_000;

  private final int clients;
  private final HerdNode node;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] in = new byte[1 << 16];
  private double idleBytesPerSecond;

  private Allocation(int clients) {
    this.clients = clients;
    node =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .transport(NioTransport.create())
            .start();
  }

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Allocation allocation = new Allocation(Integer.parseInt(args[0]));
    InetSocketAddress address = (InetSocketAddress) allocation.node.address();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      for (int round = 1; round <= WARM_UP_ROUNDS; round++) {
        // twice: so that duplicates are warm too
        allocation.report(socket, 0, round);
        allocation.report(socket, 0, round);
      }
      allocation.measureIdle();
      int first = allocation.clients;
      allocation.measure(socket, "new", first, 100);
      allocation.measure(socket, "newer", first, 101);
      allocation.measure(socket, "duplicate", first, 101);
      allocation.measure(socket, "stale", first, 99);
    }
    allocation.node.close();
  }

  /** The node has nothing to do but its timers, and to read the clock now and then. */
  private void measureIdle() throws InterruptedException {
    long start = System.nanoTime();
    long before = allocated();
    Thread.sleep(IDLE_MILLIS);
    idleBytesPerSecond = (allocated() - before) / secondsSince(start);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private void measure(Socket socket, String what, int first, int nanos) throws IOException {
    long start = System.nanoTime();
    long before = allocated();
    report(socket, first, nanos);
    double ofReports = allocated() - before - idleBytesPerSecond * secondsSince(start);
    double bytes = Math.round(100 * ofReports / clients) / 100.0; // timers come when they come
    new ResultLine("allocation", "herd")
        .parameter("report", what)
        .parameter("clients", clients)
        .figure("allocatedBytes", bytes)
        .figure("idleBytesPerSecond", idleBytesPerSecond)
        .write(null);
  }

  /** What the node's thread has allocated in its life. */
  private long allocated() {
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("herd")) {
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException("no thread of the node has allocated anything");
    }
    return bytes;
  }

  /** One report of each client, some at once. */
  private void report(Socket socket, int first, int nanos) throws IOException {
    OutputStream out = socket.getOutputStream();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < clients; i += AT_ONCE) {
      int count = Math.min(AT_ONCE, clients - i);
      lines.setLength(0);
      for (int j = i; j < i + count; j++) {
        lines.append(new String(BenchmarkLines.report(first + j, nanos), US_ASCII)).append('\n');
      }
      out.write(lines.toString().getBytes(US_ASCII));
      read(socket.getInputStream(), count);
    }
  }

  private void read(InputStream answers, int count) throws IOException {
    int left = count;
    while (left > 0) {
      int length = answers.read(in);
      if (length < 0) {
        throw new EOFException("closed by the node");
      }
      for (int i = 0; i < length; i++) {
        left -= in[i] == '\n' ? 1 : 0;
      }
    }
  }
}
