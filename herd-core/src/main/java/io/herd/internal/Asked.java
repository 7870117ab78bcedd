package io.herd.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The origins that this node has asked one neighbour to leave out, and whether it keeps up with
 * that neighbour in them all the same. Loop thread only.
 */
final class Asked {

  private final BitSet origins = new BitSet();

  /** Heads of the neighbour's that have not been reached here yet; 0 for none. */
  private final HeadVector targets = new HeadVector();

  /** When the targets were set. */
  private final HeadVector since = new HeadVector();

  boolean contains(int origin) {
    return origins.get(origin);
  }

  void add(int origin) {
    origins.set(origin);
    targets.clear(origin);
  }

  void remove(int origin) {
    origins.clear(origin);
  }

  /** All of them, in order. */
  List<Integer> all() {
    return origins.stream().boxed().toList();
  }

  /** The origins in which the neighbour has been ahead since then, or longer. */
  List<Integer> behindSince(long then, HeadVector heads, HeadVector neighbour, long now) {
    List<Integer> behind = new ArrayList<>();
    for (int i = origins.nextSetBit(0); i >= 0; i = origins.nextSetBit(i + 1)) {
      if (heads.get(i) >= targets.get(i)) {
        targets.clear(i);
        if (neighbour.get(i) > heads.get(i)) {
          targets.raise(i, neighbour.get(i));
          since.clear(i);
          since.raise(i, now);
        }
      } else if (since.get(i) <= then) {
        behind.add(i);
      }
    }
    return behind;
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    origins.clear(origin);
    targets.clear(origin);
  }
}
