package io.herd;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Runs a check with many seeds and names the one that fails, with the command that replays it.
 * {@code -Dherd.seed=N} replays one, {@code -Dherd.seeds=N} sets how many.
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
        fail("seed " + seed + " (replay: " + replay(seed) + "): " + e.getMessage(), e);
      }
    }
  }

  /**
   * As {@link #each}, with a check of a list that is made from the seed. A list that fails is made
   * as short as it can be by leaving out parts of it, and shown.
   */
  public static <T> void eachList(
      int usual, Function<RandomGenerator, List<T>> maker, Consumer<List<T>> check) {
    each(
        usual,
        random -> {
          List<T> list = maker.apply(random);
          Throwable failure = failure(list, check);
          if (failure != null) {
            List<T> least = shrunk(list, check);
            Throwable last = failure(least, check);
            fail("with " + least + ": " + (last == null ? failure : last).getMessage(), failure);
          }
        });
  }

  /** A list that fails still and of which no element can be left out. */
  static <T> List<T> shrunk(List<T> list, Consumer<List<T>> check) {
    List<T> least = list;
    int part = Math.max(1, list.size() / 2);
    for (int from = 0; part > 0; ) {
      List<T> shorter = new ArrayList<>(least.subList(0, Math.min(from, least.size())));
      shorter.addAll(least.subList(Math.min(from + part, least.size()), least.size()));
      if (shorter.size() < least.size() && failure(shorter, check) != null) {
        least = shorter;
      } else {
        from += part;
      }
      if (from >= least.size()) {
        from = 0;
        part /= 2;
      }
    }
    return least;
  }

  private static <T> Throwable failure(List<T> list, Consumer<List<T>> check) {
    try {
      check.accept(list);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** The test is the outermost of the callers that are one. */
  private static String replay(long seed) {
    List<StackWalker.StackFrame> tests =
        StackWalker.getInstance()
            .walk(frames -> frames.filter(f -> f.getClassName().endsWith("Test")).toList());
    String test = "";
    if (!tests.isEmpty()) {
      StackWalker.StackFrame frame = tests.get(tests.size() - 1);
      String name = frame.getClassName();
      test = "-Dtest=" + name.substring(name.lastIndexOf('.') + 1) + "#" + frame.getMethodName();
    }
    return "mvn -pl herd-core test " + test + " -Dherd.seed=" + seed;
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
