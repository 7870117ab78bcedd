package io.herd.internal;

/**
 * How many bytes of records may be on their way to a neighbour, which says how far it has read.
 * Records that would only wait, in buffers on the way or because the neighbour is busy, stay in the
 * store, where newer ones replace them. The window follows the delay, as TCP Vegas does: it grows
 * while it holds records up and answers come about as fast as the fastest, and shrinks when they
 * come late. Loop thread only.
 */
final class CongestionWindow {

  static final int BYTES_MIN = 32 << 10;
  static final int BYTES_FIRST = 128 << 10;
  static final int BYTES_MAX = 16 << 20;

  /** So often in a window the neighbour is asked how far it has read. */
  private static final int MARKS = 4;

  /**
   * What is sent more slowly than this counts as read: links that carry little ask for no answers.
   */
  private static final double DRAIN_BYTES_PER_NANO = BYTES_MIN / 1e9;

  private static final long PROMPT_NANOS = 3_000_000L;
  private static final long LATE_NANOS = 10_000_000L;

  /** The fastest answer is the fastest of this time and the one before. */
  private static final long EPOCH_NANOS = 60_000_000_000L;

  private int window = BYTES_FIRST;
  private long sent;
  private long marked;
  private long read;

  /** Bytes since the last mark that may still be on their way. */
  private double unmarked;

  private long unmarkedAtNanos;
  private boolean held;
  private boolean timing;
  private long timedMark;
  private long timedAtNanos;
  private long epochAtNanos;
  private long fastest = Long.MAX_VALUE;
  private long fastestBefore = Long.MAX_VALUE;

  CongestionWindow(long now) {
    unmarkedAtNanos = now;
    epochAtNanos = now;
  }

  /** How many bytes more may be sent; not above 0 for none. */
  long room() {
    long onTheWay = isMarkOut() ? sent - read : (long) unmarked;
    return window - onTheWay;
  }

  /** How many bytes make a stretch at whose end the neighbour is asked. */
  int stretch() {
    return window / MARKS;
  }

  private boolean isMarkOut() {
    return read < marked;
  }

  /** Something was not sent for want of room. */
  void onHeld() {
    held = true;
  }

  /**
   * Records were sent.
   *
   * @return whether the neighbour is to be asked how far it has read
   */
  boolean onSent(int bytes, long now) {
    double drained = isMarkOut() ? 0 : (now - unmarkedAtNanos) * DRAIN_BYTES_PER_NANO;
    unmarked = Math.max(0, unmarked - drained) + bytes;
    unmarkedAtNanos = now;
    sent += bytes;
    return unmarked >= stretch();
  }

  /**
   * The neighbour is asked now.
   *
   * @return the position, in bytes of records sent, that it is to repeat
   */
  long mark(long now) {
    if (!isMarkOut()) {
      read = sent - Math.min((long) unmarked, sent - marked);
    }
    marked = sent;
    unmarked = 0;
    if (!timing) {
      timing = true;
      held = false;
      timedMark = sent;
      timedAtNanos = now;
    }
    return sent;
  }

  /** What it is to repeat to have read everything it was asked about. */
  long marked() {
    return marked;
  }

  /** The neighbour says that it has read up to a mark. What cannot be is ignored. */
  void onRead(long position, long now) {
    if (position <= read || position > marked) {
      return;
    }
    read = position;
    if (timing && position >= timedMark) {
      timing = false;
      adjust(now - timedAtNanos, now);
    }
  }

  private void adjust(long nanos, long now) {
    if (now - epochAtNanos > EPOCH_NANOS) {
      epochAtNanos = now;
      fastestBefore = fastest;
      fastest = nanos;
    }
    fastest = Math.min(fastest, nanos);
    long best = Math.min(fastest, fastestBefore);
    long waited = nanos - best;
    if (waited > LATE_NANOS + best / 2) {
      window = Math.max(BYTES_MIN, window / 2);
    } else if (held && waited <= PROMPT_NANOS + best / 8) {
      window = Math.min(BYTES_MAX, window * 2);
    }
  }
}
