package io.herd.internal;

/**
 * How long records wait for others to go over a link with them in one message. They wait only where
 * the link has lately carried so many that others are likely to come. Loop thread only.
 */
final class BatchingWindow {

  private static final double NANOS_PER_SECOND = 1e9;

  /** So many records have to be expected within the window for it to be worth a wait. */
  private static final double WORTH = 0.25;

  private final long nanos;

  /** Records sent, each counting less with time: by a factor of e a second. */
  private double recent;

  private long recentAt;

  BatchingWindow(long nanos) {
    this.nanos = nanos;
  }

  void onSent(int records, long now) {
    recent = recentAt(now) + records;
    recentAt = now;
  }

  private double recentAt(long now) {
    return recent * Math.exp((recentAt - now) / NANOS_PER_SECOND);
  }

  /** How long records that are there now wait, 0 for not at all. */
  long waitNanos(long now) {
    if (nanos == 0) {
      return 0;
    }
    return recentAt(now) * (nanos / NANOS_PER_SECOND) >= WORTH ? nanos : 0;
  }
}
