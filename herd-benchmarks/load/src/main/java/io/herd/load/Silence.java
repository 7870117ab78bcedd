package io.herd.load;

/** Nothing is sent any more, or yet: answers are waited for. Immutable. */
final class Silence implements Pace {

  private static final long IDLE_NANOS = 10_000_000;

  @Override
  public void onTurn(long nanoTime) {
    // nothing to send
  }

  @Override
  public void onAnswers(Caller caller, long nanoTime) {
    // nothing to send
  }

  @Override
  public long idleNanos(long nanoTime) {
    return IDLE_NANOS;
  }
}
