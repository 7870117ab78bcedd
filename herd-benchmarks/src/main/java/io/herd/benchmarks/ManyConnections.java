package io.herd.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many connections that do nothing, or report now and then, and what they cost a server that runs
 * on the same Linux machine: its CPU time and its resident memory.
 *
 * <p>Arguments: {@code host port connections reportsPerSecond seconds serverPid}. The reports are
 * spread evenly over the connections.
 */
public final class ManyConnections {

  private static final int TICKS_PER_SECOND = 100;
  private static final int STEP_MILLIS = 10;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ReportBatch batch = new ReportBatch(1);
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private final Selector selector = Selector.open();
  private final Path server;
  private long sent;
  private long answered;

  private ManyConnections(Path server) throws IOException {
    this.server = server;
  }

  /** Connects, waits, and prints. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    ManyConnections many = new ManyConnections(Path.of("/proc", args[5]));
    long before = many.residentKibibytes();
    long ticks = many.cpuTicks();
    long start = System.nanoTime();
    many.connect(address, Integer.parseInt(args[2]));
    System.out.printf(
        Locale.ROOT,
        "connected  %d in %.2f s, server CPU %.2f s, resident %d -> %d MiB%n",
        many.channels.size(),
        (System.nanoTime() - start) / 1e9,
        (many.cpuTicks() - ticks) / (double) TICKS_PER_SECOND,
        before >> 10,
        many.residentKibibytes() >> 10);
    many.run(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
  }

  private void connect(InetSocketAddress address, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      channels.add(channel);
    }
  }

  private void run(int perSecond, int seconds) throws IOException {
    long ticks = cpuTicks();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      long due = (System.nanoTime() - start) * perSecond / 1_000_000_000L;
      while (sent < due) {
        int client = (int) (sent % channels.size());
        channels.get(client).write(batch.next(client, channels.size(), sent));
        sent++;
      }
      selector.select(this::read, STEP_MILLIS);
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    double cpu = (cpuTicks() - ticks) / (double) TICKS_PER_SECOND;
    System.out.printf(
        Locale.ROOT,
        "then       %.0f s, %d reports, %d answers, server CPU %.2f s (%.2f %%), resident %d MiB%n",
        elapsed,
        sent,
        answered,
        cpu,
        100 * cpu / elapsed,
        residentKibibytes() >> 10);
    selector.close();
  }

  private void read(SelectionKey key) {
    in.clear();
    try {
      if (((SocketChannel) key.channel()).read(in) < 0) {
        throw new IOException("closed by the server");
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server is gone", e);
    }
    for (int i = 0; i < in.position(); i++) {
      answered += in.get(i) == '\n' ? 1 : 0;
    }
  }

  /** User and system time, the 14th and 15th field of the process's stat. */
  private long cpuTicks() throws IOException {
    String stat = Files.readString(server.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private long residentKibibytes() throws IOException {
    for (String line : Files.readAllLines(server.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no resident memory is told in " + server);
  }
}
