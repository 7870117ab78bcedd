package io.herd.benchmarks;

import com.sun.management.ThreadMXBean;
import io.herd.HerdNode;
import io.herd.benchmarks.ManualTransport.Caller;
import io.herd.protocol.ServerId;
import io.herd.spi.ConnectionHandler;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a report costs in the core alone, without sockets: CPU time of the thread and bytes
 * allocated, with as many connections a turn as there are. CPU time is little disturbed by what
 * else the machine does.
 *
 * <p>Arguments: {@code depth clients connections seconds [repeated]}; with the last one, all
 * reports of a client have one time, so that they change nothing.
 */
public final class CoreReports {

  private static final long WINDOW_NANOS = 50_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ManualTransport transport = new ManualTransport();
  private final List<Caller> callers = new ArrayList<>();
  private final List<ConnectionHandler> handlers = new ArrayList<>();
  private final List<ByteBuffer> inputs = new ArrayList<>();
  private final List<Double> windows = new ArrayList<>();
  private final int depth;
  private long allocated;
  private long counted;

  private CoreReports(int depth) {
    this.depth = depth;
  }

  /** Measures and prints. */
  public static void main(String[] args) throws InterruptedException {
    CoreReports reports = new CoreReports(Integer.parseInt(args[0]));
    reports.run(
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        args.length > 4);
    System.exit(0); // the node was never stopped
  }

  private void run(int clients, int connections, int seconds, boolean repeated)
      throws InterruptedException {
    HerdNode node = start();
    ReportBatch batch = new ReportBatch(depth);
    for (int i = 0; i < connections; i++) {
      Caller caller = new Caller();
      callers.add(caller);
      handlers.add(transport.open(caller));
      inputs.add(ByteBuffer.allocate(batch.bytes()));
    }
    long sent = 0;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long windowNanos = 0;
    long windowReports = 0;
    while (System.nanoTime() < end) {
      for (ByteBuffer input : inputs) {
        sent += depth;
        long nanos = repeated ? 0 : sent;
        input.clear().put(batch.next(sent * 0x9E3779B97F4A7C15L, clients, nanos)).flip();
      }
      windowNanos += turn();
      windowReports += (long) depth * connections;
      if (windowNanos > WINDOW_NANOS) {
        windows.add(windowNanos / (double) windowReports);
        windowNanos = 0;
        windowReports = 0;
      }
    }
    print(clients, node);
  }

  private HerdNode start() throws InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    List<HerdNode> started = new ArrayList<>();
    Thread starter =
        new Thread(
            () ->
                started.add(
                    HerdNode.builder(ServerId.of("Clark"))
                        .listen(address)
                        .transport(transport)
                        .start()));
    starter.start();
    while (starter.isAlive()) {
      transport.runTasks();
      Thread.onSpinWait();
    }
    starter.join();
    return started.get(0);
  }

  /** A turn of all connections, and what it has cost in CPU time. */
  private long turn() {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < handlers.size(); i++) {
      handlers.get(i).onData(callers.get(i), inputs.get(i));
      if (callers.get(i).take() == 0) {
        throw new IllegalStateException("no answer");
      }
    }
    transport.runTasks();
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    allocated += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    counted += (long) depth * handlers.size();
    if (windows.size() < 20) {
      allocated = 0; // the compiler and the first reports of clients are over by then
      counted = 0;
    }
    return nanos;
  }

  private void print(int clients, HerdNode node) {
    List<Double> late = new ArrayList<>(windows.subList(windows.size() / 3, windows.size()));
    Collections.sort(late);
    System.out.printf(
        Locale.ROOT,
        "depth %d, %,d clients: %.0f ns CPU a report (least %.0f), %.1f bytes allocated, "
            + "store %.1f bytes a client%n",
        depth,
        clients,
        late.get(late.size() / 2),
        late.get(0),
        allocated / (double) counted,
        node.stats().storeBytes() / (double) node.stats().clients());
  }
}
