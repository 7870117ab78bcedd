package io.herd.transport.nio;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The expensive steps of TLS handshakes that wait for their turn. One takes about a millisecond, so
 * a turn does a few of them and no more: however many come at once, what is open already is served
 * in between. Loop thread only.
 */
final class Handshakes {

  private static final long NANOS_A_TURN = TimeUnit.MILLISECONDS.toNanos(2);

  private final NioLoop loop;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  Handshakes(NioLoop loop) {
    this.loop = loop;
  }

  /**
   * Has a step done in its turn.
   *
   * @param begun whether the handshake had its turn before: then it goes before those that had not,
   *     so that of many some are done soon, instead of all of them late
   */
  void add(Runnable step, boolean begun) {
    if (begun) {
      waiting.addFirst(step);
    } else {
      waiting.addLast(step);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Does at least one of those that wait, the rest in later turns. */
  void runSome() {
    Runnable step = waiting.poll();
    if (step == null) {
      return;
    }
    long start = loop.nanoTime();
    while (step != null) {
      loop.run(step);
      step = loop.nanoTime() - start < NANOS_A_TURN ? waiting.poll() : null;
    }
  }
}
