package io.herd.benchmarks.replication;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Finds out when some members hold so many keys with stamps not older than one. Thread-safe. */
final class Agreement implements ReplicatedMap.Observer {

  private static final long CHECK_NANOS = 200_000;

  /** After so long without news the members are asked. */
  private static final long QUIET_NANOS = 500_000_000;

  private final AtomicLongArray[] latest;

  /** How many keys each member still lacks; below 0 for a member that nothing is asked of. */
  private final AtomicIntegerArray lacking;

  private final AtomicInteger membersLacking;
  private final long goal;
  private volatile long reachedNanos;

  /**
   * Waits for nothing yet.
   *
   * @param fromMember the first member that has to agree
   * @param toMember the one behind the last
   * @param keys one more than the greatest key
   * @param wanted how many of the keys have to have a new enough stamp
   * @param goal the oldest stamp that is new enough
   */
  Agreement(int fromMember, int toMember, int keys, int wanted, long goal) {
    this.goal = goal;
    latest = new AtomicLongArray[toMember];
    lacking = new AtomicIntegerArray(toMember);
    membersLacking = new AtomicInteger(toMember - fromMember);
    for (int i = 0; i < toMember; i++) {
      latest[i] = new AtomicLongArray(keys);
      lacking.set(i, i < fromMember ? -1 : wanted);
    }
  }

  @Override
  public void onValue(int member, int key, long stamp) {
    if (stamp < goal || member >= latest.length) {
      return;
    }
    if (latest[member].getAndSet(key, stamp) < goal
        && lacking.decrementAndGet(member) == 0
        && membersLacking.decrementAndGet() == 0) {
      reachedNanos = System.nanoTime();
    }
  }

  /**
   * Waits until it is reached. When no news come for a while, the members are asked for what they
   * are not known to hold: not every map tells of everything.
   *
   * @return when that was, by nanoTime
   * @throws IllegalStateException if that takes too long
   */
  long await(ReplicatedMap map, long seconds) throws Exception {
    long start = System.nanoTime();
    long asked = start;
    int before = 0;
    while (reachedNanos == 0) {
      LockSupport.parkNanos(CHECK_NANOS);
      long now = System.nanoTime();
      if (now - start > TimeUnit.SECONDS.toNanos(seconds)) {
        throw new IllegalStateException(
            "the members do not agree after " + seconds + " s; keys lacking: " + lacking);
      }
      if (now - asked > QUIET_NANOS) {
        int left = left();
        if (left == before) {
          ask(map);
        }
        before = left;
        asked = System.nanoTime();
      }
    }
    return reachedNanos;
  }

  private int left() {
    int left = 0;
    for (int i = 0; i < lacking.length(); i++) {
      left += Math.max(0, lacking.get(i));
    }
    return left;
  }

  private void ask(ReplicatedMap map) throws Exception {
    for (int member = 0; member < latest.length; member++) {
      for (int key = 0; lacking.get(member) > 0 && key < latest[member].length(); key++) {
        if (latest[member].get(key) < goal) {
          onValue(member, key, map.get(member, key));
        }
      }
    }
  }
}
