package io.herd.internal;

import java.util.Arrays;

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

  /** Forgets an origin. */
  void clear(int origin) {
    if (origin < heads.length) {
      heads[origin] = 0;
    }
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
