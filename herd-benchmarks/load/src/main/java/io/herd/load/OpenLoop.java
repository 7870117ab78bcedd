package io.herd.load;

import java.io.IOException;
import java.util.List;

/**
 * Requests are due at a rate, whether or not earlier ones are answered. Those that are due go out
 * on one connection after the other, some at once. What no connection takes stays due, and its
 * lateness counts. Not thread-safe.
 */
final class OpenLoop implements Pace {

  private static final long IDLE_NANOS = 100_000_000;

  private final List<Caller> callers;
  private final Requests requests;
  private final int atOnce;
  private final double nanosBetween;
  private final long start;
  private long sent;
  private int next;

  /** From now. */
  OpenLoop(List<Caller> callers, Requests requests, int atOnce, double rate) {
    this.callers = callers;
    this.requests = requests;
    this.atOnce = atOnce;
    this.nanosBetween = 1e9 / rate;
    this.start = System.nanoTime();
  }

  @Override
  public void onTurn(long nanoTime) throws IOException {
    long due = nanoTime < start ? 0 : (long) ((nanoTime - start) / nanosBetween) + 1;
    int blocked = 0;
    while (sent < due && blocked < callers.size()) {
      Caller caller = callers.get(next);
      next = next + 1 == callers.size() ? 0 : next + 1;
      int count = (int) Math.min(Math.min(due - sent, atOnce), caller.outstanding.room());
      if (count > 0 && caller.isWritable() && caller.isOpen()) {
        requests.send(caller, count, start + (long) (sent * nanosBetween), nanosBetween);
        sent += count;
        blocked = 0;
      } else {
        blocked++;
      }
    }
  }

  @Override
  public void onAnswers(Caller caller, long nanoTime) {
    // what is due does not depend on answers
  }

  @Override
  public long idleNanos(long nanoTime) {
    return (long) Math.min(IDLE_NANOS, start + sent * nanosBetween - nanoTime);
  }
}
