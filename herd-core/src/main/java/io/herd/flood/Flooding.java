package io.herd.flood;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;

/**
 * Every record goes over every link, except back to who sent it. Right for small herds: nothing has
 * to be agreed on, and the shortest way always wins. Immutable.
 */
public final class Flooding implements FloodingPolicy {

  /** The policy. */
  public Flooding() {}

  @Override
  public boolean sends(ServerId neighbour, OriginId origin) {
    return true;
  }
}
