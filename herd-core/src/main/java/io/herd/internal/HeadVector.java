package io.herd.internal;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A sequence number for each origin, by the origin's index; 0 where nothing is known. Loop thread
 * only.
 */
final class HeadVector {

  private long[] heads;

  HeadVector() {
    heads = new long[8];
  }

  private HeadVector(long[] heads) {
    this.heads = heads;
  }

  HeadVector copy() {
    return new HeadVector(heads.clone());
  }

  long get(int origin) {
    return origin < heads.length ? heads[origin] : 0;
  }

  /**
   * Takes the maximum.
   *
   * @return whether that changed anything
   */
  boolean raise(int origin, long sequence) {
    if (sequence <= get(origin)) {
      return false;
    }
    if (origin >= heads.length) {
      heads = Arrays.copyOf(heads, Math.max(origin + 1, heads.length * 2));
    }
    heads[origin] = sequence;
    return true;
  }

  /** Takes the maximum of both, for every origin. */
  void raiseAll(HeadVector other) {
    for (int i = 0; i < other.heads.length; i++) {
      raise(i, other.heads[i]);
    }
  }

  /** One more than the greatest index that may have a number. */
  int size() {
    return heads.length;
  }

  /** Forgets an origin. */
  void clear(int origin) {
    if (origin < heads.length) {
      heads[origin] = 0;
    }
  }

  /** Whether the numbers of these origins are at most the other's. */
  boolean coveredBy(HeadVector other, BitSet origins) {
    for (int i = origins.nextSetBit(0); i >= 0; i = origins.nextSetBit(i + 1)) {
      if (get(i) > other.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every number here is at most the other's. */
  boolean coveredBy(HeadVector other) {
    for (int i = 0; i < heads.length; i++) {
      if (heads[i] > other.get(i)) {
        return false;
      }
    }
    return true;
  }
}
