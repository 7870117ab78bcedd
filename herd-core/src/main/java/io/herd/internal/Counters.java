package io.herd.internal;

import io.herd.HerdStats.Count;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a node counts. Written by the loop alone, without a lock; read by any thread. Thread-safe.
 */
final class Counters {

  private static final Count[] COUNTS = Count.values();

  private final AtomicLongArray values = new AtomicLongArray(COUNTS.length);

  void add(Count count) {
    add(count, 1);
  }

  void add(Count count, long amount) {
    int index = count.ordinal();
    values.lazySet(index, values.getPlain(index) + amount);
  }

  Map<Count, Long> snapshot() {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : COUNTS) {
      counts.put(count, values.get(count.ordinal()));
    }
    return counts;
  }
}
