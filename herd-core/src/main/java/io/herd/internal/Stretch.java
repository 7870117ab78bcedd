package io.herd.internal;

import io.herd.spi.Loop;

/**
 * The part of a long piece of work that is done in one turn: so many steps, or fewer if they take
 * too long, as they do before the compiler has come to them or when the machine is busy. Loop
 * thread only.
 */
final class Stretch {

  /** A look at the clock costs about as much as a step. */
  private static final int STEPS_A_LOOK = 8;

  private final Loop loop;
  private final int stepsMax;
  private final long nanosMax;
  private int steps;
  private long start;

  /**
   * Work that is done in stretches.
   *
   * @param loop has the clock
   * @param stepsMax the most steps of a stretch
   * @param nanosMax after so long a stretch ends, within a few steps
   */
  Stretch(Loop loop, int stepsMax, long nanosMax) {
    this.loop = loop;
    this.stepsMax = stepsMax;
    this.nanosMax = nanosMax;
  }

  /** Begins the next stretch. */
  void begin() {
    steps = 0;
    start = loop.nanoTime();
  }

  /** Whether there is a next step in this stretch. */
  boolean next() {
    if (steps > 0 && steps % STEPS_A_LOOK == 0 && loop.nanoTime() - start >= nanosMax) {
      return false;
    }
    return steps++ < stepsMax;
  }
}
