package io.herd.examples.sim;

import java.util.Arrays;

/** How long something took, many times, in order. Immutable. */
public final class Times {

  private final long[] sortedNanos;

  private Times(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  /** The first so many of these. */
  static Times of(long[] nanos, int count) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Times(sorted);
  }

  /** How many. */
  public int count() {
    return sortedNanos.length;
  }

  /** One of them, from the shortest on. */
  public long nanos(int index) {
    return sortedNanos[index];
  }

  /** The time that this part of all, 0 to 1, did not exceed; NaN if there is none at all. */
  public double millis(double part) {
    int at = (int) Math.ceil(part * sortedNanos.length) - 1;
    return sortedNanos.length == 0 ? Double.NaN : sortedNanos[Math.max(0, at)] / 1e6;
  }

  /** The longest; NaN if there is none at all. */
  public double millisMax() {
    return millis(1);
  }
}
