package io.herd.testkit.sim;

import io.herd.Limits;
import io.herd.Topology;
import io.herd.flood.Flooding;
import io.herd.internal.Timing;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.store.LogStore;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what a {@link SimulatedHerd} is made from. Not thread-safe. */
public final class SimulatedHerdBuilder {

  private final Topology topology;
  private long seed;
  private Supplier<? extends FloodingPolicy> policy = Flooding::new;
  private StoreSource stores = (server, maxFuture, hash) -> new LogStore(maxFuture, hash);
  private Limits limits = Limits.defaults();
  private Latency latency = Latency.uniform(Duration.ofNanos(100_000), Duration.ofMillis(1));
  private Map<ServerId, KeyPair> keys = Map.of();
  private long maxFuture = Timing.defaults().maxFuture();
  private long timeToLive = Timing.defaults().timeToLive();
  private long ping = Timing.defaults().ping();
  private long heads = Timing.defaults().heads();
  private long batching = Timing.defaults().batching();
  private long audit = Timing.defaults().audit();

  SimulatedHerdBuilder(Topology topology) {
    this.topology = topology;
  }

  /** What all randomness of the simulation comes from; 0 unless set. */
  public SimulatedHerdBuilder seed(long number) {
    seed = number;
    return this;
  }

  /** Makes the flooding policy of each life of each server; {@link Flooding} unless set. */
  public SimulatedHerdBuilder policy(Supplier<? extends FloodingPolicy> source) {
    policy = source;
    return this;
  }

  /** Makes the store of each life of each server; {@link LogStore} unless set. */
  public SimulatedHerdBuilder stores(StoreSource source) {
    stores = source;
    return this;
  }

  /** The bounds of every server. */
  public SimulatedHerdBuilder limits(Limits bounds) {
    limits = bounds;
    return this;
  }

  /** What delays are drawn from; between 0.1 and 1 ms, evenly, unless set. */
  public SimulatedHerdBuilder latency(Latency distribution) {
    latency = distribution;
    return this;
  }

  /** Delays between the two, evenly. */
  public SimulatedHerdBuilder latency(Duration least, Duration most) {
    return latency(Latency.uniform(least, most));
  }

  /** Lets the servers sign the reports that they accept. Empty for a herd without signatures. */
  public SimulatedHerdBuilder keys(Map<ServerId, KeyPair> ofServers) {
    keys = ofServers;
    return this;
  }

  /** How far ahead of a server's clock a client's time counts. */
  public SimulatedHerdBuilder maxFuture(Duration ahead) {
    maxFuture = ahead.toNanos();
    return this;
  }

  /** How long after its effective time a record is of use; zero for ever. */
  public SimulatedHerdBuilder timeToLive(Duration time) {
    timeToLive = time.toNanos();
    return this;
  }

  /** How often a link shows that it is there. */
  public SimulatedHerdBuilder pingInterval(Duration interval) {
    ping = interval.toNanos();
    return this;
  }

  /** How often a neighbour is told the heads that have moved. */
  public SimulatedHerdBuilder headsInterval(Duration interval) {
    heads = interval.toNanos();
    return this;
  }

  /** How long a record may wait for others to go with it; zero not at all. */
  public SimulatedHerdBuilder batching(Duration time) {
    batching = time.toNanos();
    return this;
  }

  /** How often two neighbours compare what they hold; zero never. */
  public SimulatedHerdBuilder auditInterval(Duration interval) {
    audit = interval.toNanos();
    return this;
  }

  /** The herd, in which no server is up. */
  public SimulatedHerd build() {
    Timing timing = new Timing(maxFuture, timeToLive, ping, heads, batching, audit);
    return new SimulatedHerd(
        new HerdPlan(topology, seed, policy, stores, timing, limits, latency, keys));
  }
}
