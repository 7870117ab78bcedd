package io.herd.places;

import java.time.Duration;

/**
 * The bounds of a {@link GuardedPlaces}. Immutable.
 *
 * @param deadline how long an answer may take in all, waiting and retries included, 1 ms to 10
 *     minutes; then it is {@code UNKNOWN_ERROR}. Less than the node's {@code placesTimeout}, or the
 *     node answers first
 * @param concurrency how many questions are put to the provider at a time, 1 to 10,000
 * @param room how many more different questions wait for their turn, 0 to 1,000,000; one more is
 *     {@code OVER_QUERY_LIMIT} at once
 * @param callers how many callers wait in all, those who share a question included, 1 to
 *     10,000,000; one more is {@code OVER_QUERY_LIMIT} at once
 * @param callsASecond how many calls a second the provider gets, retries included, 1 to 1,000,000;
 *     one more is {@code OVER_QUERY_LIMIT} at once
 * @param callsADay how many calls the provider gets from midnight to midnight UTC, retries
 *     included, 0 or more; one more is {@code OVER_QUERY_LIMIT} at once. Counted from the start of
 *     the process
 * @param failures after how many failures among the last {@code failuresOf} calls the provider is
 *     left alone, 1 to {@code failuresOf}
 * @param failuresOf among how many calls failures are counted, 1 to 1,000
 * @param pause how long the provider is left alone, 1 ms to 1 day; then one call is a trial
 * @param retries how often a passing failure is tried again, 0 to 10
 * @param retryDelay how long to wait before the first retry, 1 ms to 1 minute; twice that before
 *     the next and so on, each shortened or lengthened by up to a half at random
 * @param cacheBytes how many bytes of answers are kept, 0 or more; nothing is kept of a provider
 *     whose {@code cacheable()} is zero
 */
public record GuardSettings(
    Duration deadline,
    int concurrency,
    int room,
    int callers,
    int callsASecond,
    long callsADay,
    int failures,
    int failuresOf,
    Duration pause,
    int retries,
    Duration retryDelay,
    long cacheBytes) {

  /** Checks that each bound is in its range. */
  public GuardSettings {
    inRange("deadline", deadline, Duration.ofMinutes(10));
    inRange("concurrency", concurrency, 1, 10_000);
    inRange("room", room, 0, 1_000_000);
    inRange("callers", callers, 1, 10_000_000);
    inRange("callsASecond", callsASecond, 1, 1_000_000);
    inRange("callsADay", callsADay, 0, Long.MAX_VALUE);
    inRange("failuresOf", failuresOf, 1, 1_000);
    inRange("failures", failures, 1, failuresOf);
    inRange("pause", pause, Duration.ofDays(1));
    inRange("retries", retries, 0, 10);
    inRange("retryDelay", retryDelay, Duration.ofMinutes(1));
    inRange("cacheBytes", cacheBytes, 0, Long.MAX_VALUE);
  }

  /** The bounds that a guard has unless told otherwise. */
  public static GuardSettings defaults() {
    return builder().build();
  }

  /** A builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + ".." + most);
    }
  }

  private static void inRange(String name, Duration value, Duration most) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value.toMillis() + " ms, must be 1.." + most.toMillis() + " ms");
    }
  }

  /** Collects bounds. Not thread-safe. */
  public static final class Builder {
    private Duration deadline = Duration.ofSeconds(3);
    private int concurrency = 16;
    private int room = 1_000;
    private int callers = 20_000;
    private int callsASecond = 100;
    private long callsADay = 10_000;
    private int failures = 5;
    private int failuresOf = 10;
    private Duration pause = Duration.ofSeconds(10);
    private int retries = 2;
    private Duration retryDelay = Duration.ofMillis(100);
    private long cacheBytes = 16 << 20;

    private Builder() {}

    /** See {@link GuardSettings#deadline()}. */
    public Builder deadline(Duration time) {
      deadline = time;
      return this;
    }

    /** See {@link GuardSettings#concurrency()}. */
    public Builder concurrency(int questions) {
      concurrency = questions;
      return this;
    }

    /** See {@link GuardSettings#room()}. */
    public Builder room(int questions) {
      room = questions;
      return this;
    }

    /** See {@link GuardSettings#callers()}. */
    public Builder callers(int count) {
      callers = count;
      return this;
    }

    /** See {@link GuardSettings#callsASecond()}. */
    public Builder callsASecond(int calls) {
      callsASecond = calls;
      return this;
    }

    /** See {@link GuardSettings#callsADay()}. */
    public Builder callsADay(long calls) {
      callsADay = calls;
      return this;
    }

    /** See {@link GuardSettings#failures()}. */
    public Builder failures(int count) {
      failures = count;
      return this;
    }

    /** See {@link GuardSettings#failuresOf()}. */
    public Builder failuresOf(int calls) {
      failuresOf = calls;
      return this;
    }

    /** See {@link GuardSettings#pause()}. */
    public Builder pause(Duration time) {
      pause = time;
      return this;
    }

    /** See {@link GuardSettings#retries()}. */
    public Builder retries(int count) {
      retries = count;
      return this;
    }

    /** See {@link GuardSettings#retryDelay()}. */
    public Builder retryDelay(Duration time) {
      retryDelay = time;
      return this;
    }

    /** See {@link GuardSettings#cacheBytes()}. */
    public Builder cacheBytes(long bytes) {
      cacheBytes = bytes;
      return this;
    }

    /**
     * The bounds.
     *
     * @throws IllegalArgumentException if one is out of its range; the message begins with its name
     */
    public GuardSettings build() {
      return new GuardSettings(
          deadline,
          concurrency,
          room,
          callers,
          callsASecond,
          callsADay,
          failures,
          failuresOf,
          pause,
          retries,
          retryDelay,
          cacheBytes);
    }
  }
}
