package io.herd.testkit.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long what is sent is under way: a distribution that each delay is drawn from. An
 * implementation draws from the given source only, or the same seed would not give the same run.
 */
@FunctionalInterface
public interface Latency {

  /** The next delay in nanoseconds, not negative. */
  long drawNanos(RandomGenerator random);

  /** Always the same. */
  static Latency constant(Duration delay) {
    long nanos = notNegative("delay", delay);
    return random -> nanos;
  }

  /** Evenly between the two, both included. */
  static Latency uniform(Duration least, Duration most) {
    return uniformNanos(notNegative("least", least), notNegative("most", most));
  }

  /** Evenly between the two numbers of nanoseconds, both included. */
  static Latency uniformNanos(long least, long most) {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException(
          "delays are " + least + ".." + most + " ns, must be 0 or more and in order");
    }
    return random -> random.nextLong(least, most + 1);
  }

  /** At least this long, and beyond that exponential with this mean: a queue in between. */
  static Latency exponential(Duration least, Duration mean) {
    long floor = notNegative("least", least);
    double beyond = notNegative("mean", mean);
    return random -> floor + (long) (beyond * random.nextExponential());
  }

  /**
   * Log-normal, as measured on long ways: mostly near the median, now and then many times that.
   *
   * @param sigma the standard deviation of the logarithm; 0.5 puts the 99th percentile at about
   *     three times the median
   */
  static Latency logNormal(Duration median, double sigma) {
    double middle = notNegative("median", median);
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("sigma is " + sigma + ", must be 0 or more");
    }
    return random -> (long) (middle * Math.exp(sigma * random.nextGaussian()));
  }

  private static long notNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " is " + duration + ", must not be negative");
    }
    return duration.toNanos();
  }
}
