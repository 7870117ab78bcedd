package io.herd.spi;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;

/**
 * Decides over which links the records of an origin go. Called on the loop for every record and
 * link, so it must be quick and must not block; it may remember what it is told, and must answer
 * the same until the link breaks.
 *
 * <p>A policy that leaves an origin out on a link has to be sure that the neighbour gets that
 * origin's records another way: neither records nor heads of the origin are sent on this link then.
 */
@FunctionalInterface
public interface FloodingPolicy {

  /** Whether this node sends records of the origin to the neighbour. */
  boolean sends(ServerId neighbour, OriginId origin);
}
