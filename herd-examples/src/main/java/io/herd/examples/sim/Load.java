package io.herd.examples.sim;

import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedClock;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clients that report one after the other, each to a server of its own unless they move. Reads are
 * answered by the server itself and send nothing: they are counted only. Not thread-safe.
 */
final class Load {

  private final Spreading herd;
  private final List<ServerId> servers;
  private final RandomGenerator random;
  private final double gapNanos;
  private final double reads;
  private final double moving;
  private final int[] order;
  private final long[] aheadNanos;
  private final long[] lastNanos;
  private boolean running;
  private long operations;
  private long writes;
  private long refused;

  Load(Spreading herd, List<ServerId> servers, Plan plan, RandomGenerator random) {
    this.herd = herd;
    this.servers = List.copyOf(servers);
    this.random = random;
    this.gapNanos = 1e9 / plan.rate();
    this.reads = plan.reads();
    this.moving = plan.moving();
    this.order = new int[plan.clients()];
    this.aheadNanos = new long[plan.clients()];
    this.lastNanos = new long[plan.clients()];
    shuffle();
  }

  private void shuffle() {
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
  }

  /** Sets the clocks of some clients: every so many-th, from the first on. */
  void clocks(int every, long nanos) {
    for (int i = 0; i < aheadNanos.length; i += every) {
      aheadNanos[i] = nanos;
    }
  }

  void start() {
    running = true;
    next();
  }

  void stop() {
    running = false;
  }

  /** One more client reports, now, by the right time. */
  void report(ServerId server, String client) {
    if (herd.isUp(server)) {
      herd.report(server, client, epochNanos());
    }
  }

  private long epochNanos() {
    return SimulatedClock.EPOCH_NANOS + herd.simulation().now();
  }

  /** How many operations there were so far. */
  long operations() {
    return operations;
  }

  /** Reports made so far. */
  long writes() {
    return writes;
  }

  /** Reports that found their server down. */
  long refused() {
    return refused;
  }

  private void next() {
    // gaps of 0 to twice the mean
    herd.simulation().after((long) (2 * gapNanos * random.nextDouble()), this::operate);
  }

  private void operate() {
    if (!running) {
      return;
    }
    operations++;
    // the share is exact at any time, so that figures for each operation don't move with chance
    if (writes < operations * (1 - reads)) {
      write(order[(int) (writes++ % order.length)]);
    }
    next();
  }

  private void write(int client) {
    boolean away = moving > 0 && random.nextDouble() < moving;
    ServerId home = servers.get((away ? random.nextInt(servers.size()) : client) % servers.size());
    if (!herd.isUp(home)) {
      refused++;
      return;
    }
    // a client's clock does not stand still
    lastNanos[client] = Math.max(lastNanos[client] + 1, epochNanos() + aheadNanos[client]);
    herd.report(home, "c" + client, lastNanos[client]);
  }
}
