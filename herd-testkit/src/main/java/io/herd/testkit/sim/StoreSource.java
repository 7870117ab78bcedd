package io.herd.testkit.sim;

import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore;

/** Makes the store of a simulated server at the beginning of each of its lives. */
@FunctionalInterface
public interface StoreSource {

  /**
   * An empty store.
   *
   * @param maxFutureNanos how far ahead of the server's clock a client's time counts
   * @param seed drawn at random, for a hash of ids
   */
  LocationStore create(ServerId server, long maxFutureNanos, long seed);
}
