package io.herd.testkit.sim;

import io.herd.Limits;
import io.herd.Topology;
import io.herd.internal.Timing;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import java.security.KeyPair;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a simulated herd is made from. Immutable.
 *
 * @param keys the keys of every server; empty for a herd without signatures
 */
record HerdPlan(
    Topology topology,
    long seed,
    Supplier<? extends FloodingPolicy> policy,
    StoreSource stores,
    Timing timing,
    Limits limits,
    Latency latency,
    Map<ServerId, KeyPair> keys) {

  HerdPlan {
    keys = Map.copyOf(keys);
  }
}
