package io.herd.flood;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;

/**
 * A tree for each origin: whoever sends what was here already is asked to leave that origin out, so
 * that in the end every server gets each record once, over the way that was the fastest. Right for
 * herds with many more relations than servers, where flooding sends most records in vain. Servers
 * with this policy and with {@link Flooding} understand each other. Immutable.
 */
public final class OriginTrees implements FloodingPolicy {

  /** The policy. */
  public OriginTrees() {}

  @Override
  public boolean sends(ServerId neighbour, OriginId origin) {
    return true;
  }

  @Override
  public boolean prunes(ServerId neighbour, OriginId origin) {
    return true;
  }
}
