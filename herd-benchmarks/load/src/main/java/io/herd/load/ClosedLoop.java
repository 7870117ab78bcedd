package io.herd.load;

import java.io.IOException;
import java.util.List;

/**
 * Each connection sends some requests at once, waits until all are answered, and sends the next.
 * Not thread-safe.
 */
final class ClosedLoop implements Pace {

  private static final long IDLE_NANOS = 100_000_000;

  private final List<Caller> callers;
  private final Requests requests;
  private final int depth;
  private boolean started;

  /** Over these connections. */
  ClosedLoop(List<Caller> callers, Requests requests, int depth) {
    this.callers = callers;
    this.requests = requests;
    this.depth = depth;
  }

  @Override
  public void onTurn(long nanoTime) throws IOException {
    if (!started) {
      started = true;
      for (Caller caller : callers) {
        onAnswers(caller, nanoTime);
      }
    }
  }

  @Override
  public void onAnswers(Caller caller, long nanoTime) throws IOException {
    if (caller.isOpen() && caller.outstanding.size() == 0) {
      requests.send(caller, depth, nanoTime, 0);
    }
  }

  @Override
  public long idleNanos(long nanoTime) {
    return IDLE_NANOS;
  }
}
