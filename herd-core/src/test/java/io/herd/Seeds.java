package io.herd;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a check with many seeds and names the one that fails. {@code -Dherd.seed=N} replays one,
 * {@code -Dherd.seeds=N} sets how many.
 */
public final class Seeds {

  private Seeds() {}

  /** What is checked with one source of randomness. */
  @FunctionalInterface
  public interface Check {
    void run(RandomGenerator random);
  }

  /** Runs the check with seeds 0 to {@code usual} - 1. */
  public static void each(int usual, Check check) {
    Long one = Long.getLong("herd.seed");
    long from = one != null ? one : 0;
    long to = one != null ? one + 1 : Integer.getInteger("herd.seeds", usual);
    for (long seed = from; seed < to; seed++) {
      try {
        check.run(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + " (replay: -Dherd.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }

  /** A number that is often near an edge of its type, of seconds, or of zero. */
  public static long edgyLong(RandomGenerator random) {
    long near = random.nextLong(-3, 4);
    return switch (random.nextInt(7)) {
      case 0 -> Long.MAX_VALUE - random.nextLong(4);
      case 1 -> Long.MIN_VALUE + random.nextLong(4);
      case 2 -> near;
      case 3 -> near + 1_000_000_000L * random.nextLong(-100, 100);
      case 4 -> 1_767_225_600_000_000_000L + random.nextLong(-60, 60) * 1_000_000_000L + near;
      case 5 -> random.nextLong() >> random.nextInt(64);
      default -> random.nextLong();
    };
  }
}
