package io.herd.internal;

import io.herd.protocol.ServerId;
import java.util.BitSet;

/**
 * The origins whose records are not sent over a link: those that the neighbour has asked to leave
 * out, those that the policy leaves out, and the neighbour's own life, which has them. Loop thread
 * only.
 */
final class LeftOut {

  private final NodeCore core;
  private final ServerId neighbour;

  /** The index of the neighbour's own life. */
  private final int neighbourSelf;

  private final BitSet pruned = new BitSet();

  LeftOut(NodeCore core, ServerId neighbour, int neighbourSelf) {
    this.core = core;
    this.neighbour = neighbour;
    this.neighbourSelf = neighbourSelf;
  }

  boolean contains(int origin) {
    return origin == neighbourSelf || isByChoice(origin);
  }

  /** Whether the neighbour does not get the origin's records from here although it needs them. */
  boolean isByChoice(int origin) {
    return origin != neighbourSelf && (pruned.get(origin) || !isSentByPolicy(origin));
  }

  boolean isSentByPolicy(int origin) {
    return core.settings().policy().sends(neighbour, core.replica().origins().id(origin));
  }

  boolean isPruned(int origin) {
    return pruned.get(origin);
  }

  void prune(int origin) {
    pruned.set(origin);
  }

  void graft(BitSet origins) {
    pruned.andNot(origins);
  }

  boolean isNeighbourSelf(int origin) {
    return origin == neighbourSelf;
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    pruned.clear(origin);
  }
}
