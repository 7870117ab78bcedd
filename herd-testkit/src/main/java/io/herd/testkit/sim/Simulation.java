package io.herd.testkit.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Virtual time: events happen in the order of their times, and time passes only from one to the
 * next. The same seed gives the same run. Not thread-safe: everything in a simulation happens on
 * the thread that runs it.
 */
public final class Simulation {

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom root;
  private final long seed;
  private long now;
  private long scheduled;
  private long happened;

  /** Something that will happen. */
  private static final class Event implements Comparable<Event> {
    final long time;
    final long number;
    final Runnable action;

    Event(long time, long number, Runnable action) {
      this.time = time;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** A simulation in which nothing has happened. */
  public Simulation(long seed) {
    this.seed = seed;
    this.root = new SplittableRandom(seed);
  }

  /** Nanoseconds since the beginning. */
  public long now() {
    return now;
  }

  /** How many events have happened. */
  public long happened() {
    return happened;
  }

  /**
   * A source of randomness of its own for whoever asks, so that one more user changes nothing for
   * the others.
   */
  public RandomGenerator random() {
    return root.split();
  }

  /**
   * The source of randomness of this name: it depends on the seed and the name alone, so that one
   * more user changes nothing for the others, whenever it comes. Asked again, it starts again.
   */
  public RandomGenerator random(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return new SplittableRandom(hash).split();
  }

  /** Lets something happen later, after everything already scheduled for the same moment. */
  public void after(long nanos, Runnable action) {
    events.add(new Event(now + Math.max(0, nanos), scheduled++, action));
  }

  /** Lets everything happen that is due within this time from now, and the time pass. */
  public void runFor(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.element().time <= end) {
      Event event = events.remove();
      now = event.time;
      happened++;
      event.action.run();
    }
    now = end;
  }
}
