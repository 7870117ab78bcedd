import io.herd.HerdNode;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Holds the records of clients, in ordinary objects as java-threads does or in a node of Herd, and
 * times collections of everything. Called with objects|herd and a number of clients.
 */
final class Clients {

  private static final int BATCH = 1_000;
  private static final double MEGA = 1e6;

  private record Report(long nanos, String line) {}

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    long before = used();
    Object held = arguments[0].equals("herd") ? node(count) : objects(count);
    System.out.println("heapBytes " + (used() - before));
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      System.gc();
      System.out.println("millis " + (System.nanoTime() - start) / MEGA);
    }
    if (held instanceof HerdNode node) {
      node.close();
    }
  }

  private static Map<String, Report> objects(int count) {
    Map<String, Report> reports = new ConcurrentHashMap<>();
    for (int number = 0; number < count; number++) {
      String client = "client%08d.example".formatted(number);
      String line =
          "AT Clark +0.%09d %s +34.068930-118.445127 1621464827.%09d%n"
              .formatted(number, client, number);
      reports.put(client, new Report(TimeUnit.SECONDS.toNanos(1621464827) + number, line));
    }
    return reports;
  }

  private static HerdNode node(int count) {
    HerdNode node = HerdNode.builder(ServerId.of("Clark")).transport(NioTransport.create()).start();
    for (int number = 0; number < count; number++) {
      String client = "client%08d.example".formatted(number);
      var answer =
          node.report(client, 34.068930, -118.445127, Instant.ofEpochSecond(1621464827, number));
      if (number % BATCH == 0 || number == count - 1) {
        answer.toCompletableFuture().join();
      }
    }
    return node;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
