package io.herd.benchmarks.replication;

import io.herd.load.ResultLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A map with its members, and what all measurements do with it. Not thread-safe. */
final class Bench implements AutoCloseable {

  /** What is measured waits so long for all members to agree. */
  static final long PATIENCE_SECONDS = 300;

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final int WARM_UP_UPDATES_MAX = 500_000;
  private static final int PROBES = 1_000;

  private final MapMaker maker;
  private final Observers observers = new Observers();
  private final ReplicatedMap map;
  private final int members;
  private long lastStamp;

  Bench(MapMaker maker, int members) throws Exception {
    this.maker = maker;
    this.members = members;
    this.map = maker.make(members, observers);
  }

  String subject() {
    return maker.subject();
  }

  ReplicatedMap map() {
    return map;
  }

  int members() {
    return members;
  }

  /** The next stamp, of so many that follow each other. */
  long stamps(int count) {
    long first = lastStamp + 1;
    lastStamp += count;
    return first;
  }

  void observe(ReplicatedMap.Observer observer) {
    observers.use(observer);
  }

  /** Starts the members below this one, and waits until news go from the first to all. */
  void start(int toMember) throws Exception {
    for (int i = 0; i < toMember; i++) {
      map.start(i);
    }
    fill(toMember, 1, 1);
  }

  /** Fills the map, as often as that takes to have the code compiled. */
  void warmUp(int toMember, int keys) throws Exception {
    int updates = 1_000;
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      long nanos = fill(toMember, keys, updates);
      if (nanos < ROUND_NANOS) {
        updates = Math.min(updates * 2, WARM_UP_UPDATES_MAX);
      }
    }
  }

  /**
   * Puts so many stamps at the first member, each under the next key, as fast as it takes them.
   *
   * @return the nanoseconds until all members below this one hold the last of each key
   */
  long fill(int toMember, int keys, int updates) throws Exception {
    int used = Math.min(keys, updates);
    long first = stamps(updates);
    Agreement agreement = new Agreement(0, toMember, used, used, first + updates - used);
    observe(agreement);
    long start = System.nanoTime();
    int putters = map.putters();
    if (putters == 1) {
      put(first, updates, keys, 0, 1);
    } else {
      putWith(putters, first, updates, keys);
    }
    return agreement.await(map, PATIENCE_SECONDS) - start;
  }

  private void putWith(int putters, long first, int updates, int keys)
      throws InterruptedException, ExecutionException {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < putters; i++) {
      int part = i;
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                put(first, updates, keys, part, putters);
                return null;
              });
      tasks.add(task);
      new Thread(task, "putter-" + i).start();
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  /** Puts the updates of every key that this part has: so they stay in their order. */
  private void put(long first, int updates, int keys, int part, int parts) throws Exception {
    int key = 0;
    for (int i = 0; i < updates; i++) {
      if (key % parts == part) {
        map.put(0, key, first + i);
      }
      key = key + 1 == keys ? 0 : key + 1;
    }
    map.flush();
  }

  /** Compares what members hold under some keys with what the first one does. */
  void verify(int keys, ResultLine result) throws Exception {
    SplittableRandom random = new SplittableRandom(lastStamp);
    for (int i = 0; i < PROBES; i++) {
      int key = random.nextInt(keys);
      long expected = map.get(0, key);
      for (int member = 1; member < members; member++) {
        long found = map.get(member, key);
        if (found != expected) {
          result.error(
              "key " + key + ": member " + member + " holds " + found + ", not " + expected);
        }
      }
    }
    for (int member = 0; member < members; member++) {
      if (map.size(member) < keys) {
        result.error("member " + member + " holds " + map.size(member) + " of " + keys + " keys");
      }
    }
  }

  @Override
  public void close() throws IOException {
    map.close();
  }
}
