package io.herd.spi;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;

/**
 * Decides over which links the records of an origin go. Called on the loop, so it must be quick and
 * must not block; it may remember what it is told, and must answer {@link #sends} the same until
 * the link breaks. One object serves one node.
 *
 * <p>Whatever it answers, no head claims what is not held: where an origin is left out on a link,
 * the heads told there say what else has to be held for them to be true. But a policy whose {@code
 * sends} leaves an origin out has to be sure that the neighbour gets that origin's records another
 * way. With {@link #prunes} there is nothing to be sure of: the node itself remembers whom it has
 * asked, never asks the neighbour that its news come from, and asks for the origin again when that
 * link breaks or the heads fall behind.
 */
@FunctionalInterface
public interface FloodingPolicy {

  /** Whether this node sends records of the origin to the neighbour. */
  boolean sends(ServerId neighbour, OriginId origin);

  /**
   * A record of the origin came from this neighbour and was here already, while the origin's news
   * come from another one. Whether the neighbour is asked to leave the origin out from now on.
   */
  default boolean prunes(ServerId neighbour, OriginId origin) {
    return false;
  }
}
