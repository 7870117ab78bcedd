package io.herd.load;

import java.io.IOException;
import java.util.List;

/** Begins on each connection at the first turn, and goes on as answers come. Not thread-safe. */
abstract class AnswerDriven implements Pace {

  private static final long IDLE_NANOS = 100_000_000;

  final List<Caller> callers;
  private boolean started;

  AnswerDriven(List<Caller> callers) {
    this.callers = callers;
  }

  @Override
  public final void onTurn(long nanoTime) throws IOException {
    if (!started) {
      started = true;
      for (Caller caller : callers) {
        onAnswers(caller, nanoTime);
      }
    }
  }

  @Override
  public final long idleNanos(long nanoTime) {
    return IDLE_NANOS;
  }
}
