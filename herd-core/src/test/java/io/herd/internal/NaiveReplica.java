package io.herd.internal;

import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replica has to know, in plain lists and maps. Origins are numbered by the test. */
final class NaiveReplica {

  /** A record kept; dead once a greater one of its client was kept. */
  static final class Kept {
    final AtView view;
    final AtRecord record;
    final int origin;
    final long sequence;
    boolean live = true;

    Kept(AtView view, int origin, long sequence) {
      this.view = view;
      this.record = view.copy();
      this.origin = origin;
      this.sequence = sequence;
    }
  }

  private final long maxFutureNanos;
  final List<Kept> feed = new ArrayList<>();
  final Map<String, Kept> newest = new HashMap<>();
  final Map<Integer, Long> heads = new TreeMap<>();
  final Map<Integer, Long> greatestKept = new TreeMap<>();

  NaiveReplica(long maxFutureNanos) {
    this.maxFutureNanos = maxFutureNanos;
  }

  boolean accept(AtView view) {
    Kept held = newest.get(view.copy().clientId());
    if (held != null && !view.isLaterReportThan(held.view, maxFutureNanos)) {
      return false;
    }
    keep(view, Origins.SELF, head(Origins.SELF) + 1);
    heads.merge(Origins.SELF, 1L, Long::sum);
    return true;
  }

  boolean merge(AtView view, int origin, long sequence) {
    Kept held = newest.get(view.copy().clientId());
    if (held != null && view.compareTo(held.view, maxFutureNanos) <= 0) {
      return false;
    }
    keep(view, origin, sequence);
    return true;
  }

  private void keep(AtView view, int origin, long sequence) {
    Kept kept = new Kept(view, origin, sequence);
    Kept before = newest.put(kept.record.clientId(), kept);
    if (before != null) {
      before.live = false;
    }
    feed.add(kept);
    greatestKept.merge(origin, sequence, Math::max);
  }

  void raiseHead(int origin, long sequence) {
    heads.merge(origin, sequence, Math::max);
  }

  long head(int origin) {
    return heads.getOrDefault(origin, 0L);
  }

  boolean hasLive(int origin) {
    return newest.values().stream().anyMatch(kept -> kept.origin == origin);
  }

  void drop(int origin) {
    heads.remove(origin);
    greatestKept.remove(origin);
  }

  List<Kept> live() {
    return feed.stream().filter(kept -> kept.live).toList();
  }

  /** The index of the first live record from this one on, or the length of the feed. */
  int nextLive(int from) {
    int at = from;
    while (at < feed.size() && !feed.get(at).live) {
      at++;
    }
    return at;
  }
}
