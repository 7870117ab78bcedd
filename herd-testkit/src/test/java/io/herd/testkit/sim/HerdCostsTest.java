package io.herd.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats;
import io.herd.HerdStats.Count;
import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What a herd costs, counted in messages and bytes between its servers. */
final class HerdCostsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Counts the messages between servers, and their bytes. */
  private static final class Traffic implements SimulationListener {
    long messages;
    long bytes;

    @Override
    public void onMessage(
        long nanos, ServerId from, ServerId to, byte[] written, int offset, int length) {
      messages++;
      bytes += length;
    }
  }

  private final Traffic traffic = new Traffic();

  private SimulatedHerd ring(int servers, int... steps) {
    Topology.Builder topology = Topology.builder();
    for (int i = 0; i < servers; i++) {
      topology.server(name(i));
    }
    for (int i = 0; i < servers; i++) {
      for (int step : steps) {
        topology.relation(name(i), name((i + step) % servers));
      }
    }
    SimulatedHerd herd = SimulatedHerd.builder(topology.build()).build();
    herd.listen(traffic);
    herd.startAll();
    herd.runFor(SECOND.multipliedBy(5));
    return herd;
  }

  private static ServerId name(int number) {
    return ServerId.of("S" + number);
  }

  private static void report(SimulatedHerd herd, int from, int to) {
    for (int i = from; i < to; i++) {
      herd.server("S0").report("client" + i, 1, 2, herd.epochNanos());
    }
    herd.runFor(SECOND.multipliedBy(3));
  }

  private static long grownBy(LongSupplier figure, Runnable action) {
    long before = figure.getAsLong();
    action.run();
    return figure.getAsLong() - before;
  }

  private long idleBytes(int clients) {
    SimulatedHerd herd = ring(5, 1, 2);
    report(herd, 0, clients);
    herd.runFor(SECOND.multipliedBy(30));
    return grownBy(() -> traffic.bytes, () -> herd.runFor(SECOND.multipliedBy(300)));
  }

  @Test
  void idleHerdSaysNoMoreForManyClientsThanForFew() {
    long few = idleBytes(10);
    long many = idleBytes(1_000);
    // a head has more digits when more was accepted
    assertTrue(many <= few * 1.1, few + " bytes with 10 clients, " + many + " with 1,000");
  }

  @Test
  void repairCostsBytesForWhatWasMissedAndNotForTheRest() {
    SimulatedHerd herd = ring(2, 1);
    report(herd, 0, 5_000);
    herd.network().cut("S0", "S1");
    herd.runFor(SECOND);
    report(herd, 1_000, 1_100);
    long repaired =
        grownBy(
            () -> traffic.bytes,
            () -> {
              herd.network().mendAll();
              herd.runFor(SECOND.multipliedBy(15));
            });
    assertEquals(herd.server("S0").contents(), herd.server("S1").contents());
    assertTrue(repaired < 100 * 120, repaired + " bytes for 100 missed clients");
  }

  @Test
  void floodedReportOfTwoHundredServersIsSentAtMostTwiceOverEachRelation() {
    SimulatedHerd herd = ring(200, 1, 7, 31);
    long sent =
        grownBy(
            () -> sum(herd, Count.RECORDS_SENT),
            () -> {
              herd.server("S17").report("kiwi", 1, 2, herd.epochNanos());
              herd.runFor(SECOND);
            });
    for (SimulatedServer server : herd.servers()) {
      assertEquals(1, server.stats().clients(), server.toString());
    }
    assertTrue(sent <= herd.topology().messagesFlooding(), sent + " records were sent");
  }

  private static long sum(SimulatedHerd herd, Count count) {
    return herd.servers().stream()
        .map(SimulatedServer::stats)
        .mapToLong((HerdStats stats) -> stats.count(count))
        .sum();
  }
}
