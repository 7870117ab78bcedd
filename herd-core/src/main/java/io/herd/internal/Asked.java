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

  /** Up to which number the neighbour may send what is here already, since it was asked to. */
  private final HeadVector repeated = new HeadVector();

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

  /**
   * The origin is asked for again.
   *
   * @param received the greatest number of its records that have come
   */
  void remove(int origin, long received) {
    origins.clear(origin);
    repeated.raise(origin, received);
  }

  /** Whether a duplicate of this number is what the neighbour was asked to send again. */
  boolean isRepeated(int origin, long sequence) {
    return sequence <= repeated.get(origin);
  }

  /** All of them, in order. */
  List<Integer> all() {
    return origins.stream().boxed().toList();
  }

  /**
   * The origins in which the neighbour has been ahead for too long. Where the records have come and
   * only the heads have not, that is longer.
   */
  List<Integer> behind(
      Trees.Grace grace, HeadVector received, HeadVector heads, HeadVector neighbour) {
    List<Integer> behind = new ArrayList<>();
    for (int i = origins.nextSetBit(0); i >= 0; i = origins.nextSetBit(i + 1)) {
      if (heads.get(i) >= targets.get(i)) {
        targets.clear(i);
        if (neighbour.get(i) > heads.get(i)) {
          targets.raise(i, neighbour.get(i));
          since.clear(i);
          since.raise(i, grace.now());
        }
      } else if (since.get(i)
          <= (received.get(i) < targets.get(i) ? grace.records() : grace.heads())) {
        behind.add(i);
      }
    }
    return behind;
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    origins.clear(origin);
    targets.clear(origin);
    repeated.clear(origin);
  }
}
