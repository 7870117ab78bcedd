package io.herd.testkit.sim;

import io.herd.internal.NodeCore;

/** What only our own tests may see of a simulated server. */
public final class Cores {

  private Cores() {}

  /** The node. */
  public static NodeCore of(SimulatedServer server) {
    return server.core();
  }

  /** The host. */
  public static SimulatedTransport host(SimulatedServer server) {
    return server.host();
  }
}
