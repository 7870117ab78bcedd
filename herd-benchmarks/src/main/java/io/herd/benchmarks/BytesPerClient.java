package io.herd.benchmarks;

import io.herd.HerdNode;
import io.herd.HerdStats;
import io.herd.load.ResultLine;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How much memory a client takes: the heap used after a full collection, with and without so many
 * clients, each of which has reported a given number of times.
 *
 * <p>Arguments: {@code clients reports}. Prints a result line.
 */
public final class BytesPerClient {

  private static final int BATCH = 10_000;

  private BytesPerClient() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    int clients = Integer.parseInt(args[0]);
    int reports = Integer.parseInt(args[1]);
    try (HerdNode node =
        HerdNode.builder(ServerId.of("Clark")).transport(NioTransport.create()).start()) {
      report(node, "warm.up", 0);
      long before = usedAfterCollection();
      for (int report = 1; report <= reports; report++) {
        for (int client = 0; client < clients; client++) {
          String id = String.format(Locale.ROOT, "client%08d.example", client);
          if (client % BATCH == 0) {
            report(node, id, report);
          } else {
            node.report(id, 34.068930, -118.445127, time(report));
          }
        }
      }
      report(node, "warm.up", reports + 1);
      long after = usedAfterCollection();
      // statistics are told at the end of a turn, a report is answered before
      node.find("warm.up").toCompletableFuture().join();
      HerdStats stats = node.stats();
      ResultLine line =
          new ResultLine("memory", "herd")
              .parameter("clients", clients)
              .parameter("reports", reports)
              .figure("heapBytesPerClient", (after - before) / (double) clients)
              .figure("storeBytesPerClient", stats.storeBytes() / (double) clients);
      long wrong = Math.abs(stats.clients() - clients - 1);
      if (wrong > 0) {
        line.errors(wrong, List.of("the node has " + stats.clients() + " clients"));
      }
      line.write(null);
    }
  }

  /** Reports and waits until that is done, and with it everything before. */
  private static void report(HerdNode node, String id, int report) {
    node.report(id, 34.068930, -118.445127, time(report)).toCompletableFuture().join();
  }

  private static Instant time(int report) {
    return Instant.ofEpochSecond(1_621_464_827L + report, 959_498_503);
  }

  private static long usedAfterCollection() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
