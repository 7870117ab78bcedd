package io.herd.places;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name. A name is there from its first mention on. Thread-safe. */
final class Counts {

  private final Map<String, LongAdder> adders = new ConcurrentHashMap<>();

  void add(String name, long count) {
    adders.computeIfAbsent(name, key -> new LongAdder()).add(count);
  }

  /** Every count by its name, sorted. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    adders.forEach((name, adder) -> all.put(name, adder.sum()));
    return all;
  }
}
