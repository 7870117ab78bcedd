package io.herd.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a log from being filled by what happens again and again: of events of one kind, the first
 * is let through, and then one at each step of a back-off, as if whoever causes them waited ever
 * longer between two attempts. A kind that is quiet for long enough begins anew. Loop thread only.
 */
final class Quieter {

  /** More kinds than this share one: names that strangers make up must not take memory. */
  static final int KINDS_MAX = 256;

  private static final String ANY_OTHER = "";

  private final long firstNanos;
  private final long lastNanos;
  private final Map<String, Step> steps = new HashMap<>();

  /** Where the back-off of one kind is. */
  private static final class Step {
    long length;
    long next;
    long heldBack;
  }

  /**
   * Nothing has happened yet.
   *
   * @param firstNanos the first step
   * @param lastNanos the longest step; each is twice the one before
   */
  Quieter(long firstNanos, long lastNanos) {
    this.firstNanos = firstNanos;
    this.lastNanos = lastNanos;
  }

  /**
   * Something of this kind has happened.
   *
   * @return how many were held back since the last one that was not, or -1 to hold this one back
   */
  long onEvent(String kind, long now) {
    boolean room = steps.size() < KINDS_MAX || steps.containsKey(kind);
    Step step = steps.computeIfAbsent(room ? kind : ANY_OTHER, k -> new Step());
    if (step.length > 0 && now - step.next > 2 * lastNanos) {
      step.length = 0;
      step.heldBack = 0;
    }
    if (step.length > 0 && now - step.next < 0) {
      step.heldBack++;
      return -1;
    }
    step.length = step.length == 0 ? firstNanos : Math.min(2 * step.length, lastNanos);
    step.next = now + step.length;
    long held = step.heldBack;
    step.heldBack = 0;
    return held;
  }
}
