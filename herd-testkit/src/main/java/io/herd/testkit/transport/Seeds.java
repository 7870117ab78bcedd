package io.herd.testkit.transport;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * Runs a test with several seeds: some that are always the same and one that is new, or the one
 * that {@code -Dherd.seed} says. Immutable.
 */
final class Seeds {

  private static final String PROPERTY = "herd.seed";
  private static final int FIXED = 10;

  /** A test of one seed. */
  interface Test {
    void run(Random random) throws Exception;
  }

  private Seeds() {}

  static void each(Test test) throws Exception {
    String chosen = System.getProperty(PROPERTY);
    LongStream seeds =
        chosen != null
            ? LongStream.of(Long.parseLong(chosen))
            : LongStream.concat(
                LongStream.rangeClosed(1, FIXED), LongStream.of(new Random().nextLong()));
    for (long seed : seeds.toArray()) {
      try {
        test.run(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -D" + PROPERTY + "=" + seed, e);
      }
    }
  }
}
