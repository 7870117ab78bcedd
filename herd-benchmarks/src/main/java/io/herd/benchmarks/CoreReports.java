package io.herd.benchmarks;

import io.herd.HerdNode;
import io.herd.benchmarks.ManualTransport.Caller;
import io.herd.protocol.ServerId;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

  private final ManualTransport transport = new ManualTransport();
  private final List<Caller> callers = new ArrayList<>();
  private final List<ConnectionHandler> handlers = new ArrayList<>();
  private final List<ByteBuffer> inputs = new ArrayList<>();
  private final CpuWindows windows = new CpuWindows();
  private final int depth;

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
    HerdNode node = transport.start(HerdNode.builder(ServerId.of("Clark")));
    ReportBatch batch = new ReportBatch(depth);
    for (int i = 0; i < connections; i++) {
      Caller caller = new Caller();
      callers.add(caller);
      handlers.add(transport.open(caller));
      inputs.add(ByteBuffer.allocate(batch.bytes()));
    }
    long sent = 0;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (ByteBuffer input : inputs) {
        sent += depth;
        long nanos = repeated ? 0 : sent;
        input.clear().put(batch.next(sent * 0x9E3779B97F4A7C15L, clients, nanos)).flip();
      }
      windows.measure(depth * connections, this::turn);
    }
    print(clients, node);
  }

  /** A turn of all connections. */
  private void turn() {
    for (int i = 0; i < handlers.size(); i++) {
      handlers.get(i).onData(callers.get(i), inputs.get(i));
      if (callers.get(i).take() == 0) {
        throw new IllegalStateException("no answer");
      }
    }
    transport.runTasks();
  }

  private void print(int clients, HerdNode node) {
    System.out.printf(
        Locale.ROOT,
        "depth %d, %,d clients: %s, store %.1f bytes a client%n",
        depth,
        clients,
        windows.summary("report"),
        node.stats().storeBytes() / (double) node.stats().clients());
  }
}
