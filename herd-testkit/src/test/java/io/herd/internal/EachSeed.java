package io.herd.internal;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Runs a check with many seeds and names the one that fails. {@code -Dherd.seed=N} replays one,
 * {@code -Dherd.seeds=N} sets how many.
 */
final class EachSeed {

  private EachSeed() {}

  /** Runs the check with seeds 0 to {@code usual} - 1. */
  static void run(int usual, Consumer<RandomGenerator> check) {
    Long one = Long.getLong("herd.seed");
    long from = one != null ? one : 0;
    long to = one != null ? one + 1 : Integer.getInteger("herd.seeds", usual);
    for (long seed = from; seed < to; seed++) {
      try {
        check.accept(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + " (replay: -Dherd.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }
}
