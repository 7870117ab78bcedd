package io.herd.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore.Merged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a store has to do, done without a thought of memory or speed. */
final class NaiveStore {

  /** A record of a client; dead once it is replaced. */
  static final class Entry {
    final AtView view;
    final String line;
    long heldBy;
    boolean live = true;

    Entry(AtView of) {
      line = of.toString();
      view = new AtView();
      byte[] bytes = Arrays.copyOfRange(of.bytes, of.start, of.end);
      view.line(bytes, 0, bytes.length, of.idStart - of.start, of.idEnd - of.start);
      view.clientNanos = of.clientNanos;
      view.receiptNanos = of.receiptNanos;
      view.origin = of.origin;
      view.sequence = of.sequence;
      heldBy = of.heldBy;
    }

    boolean agrees(AtView with) {
      return with.toString().equals(line)
          && with.clientId().equals(view.clientId())
          && with.clientNanos == view.clientNanos
          && with.receiptNanos == view.receiptNanos
          && with.origin == view.origin
          && with.sequence == view.sequence
          && with.heldBy == heldBy;
    }
  }

  private final long maxFutureNanos;
  final Map<String, Entry> newest = new HashMap<>();
  final List<Entry> feed = new ArrayList<>();

  NaiveStore(long maxFutureNanos) {
    this.maxFutureNanos = maxFutureNanos;
  }

  static String id(AtView view) {
    return new String(view.bytes, view.idStart, view.idEnd - view.idStart, ISO_8859_1);
  }

  Merged put(AtView candidate, boolean newClients, boolean madeHere) {
    Entry held = newest.get(id(candidate));
    if (held == null) {
      if (!newClients) {
        return Merged.FULL;
      }
      keep(candidate);
      return Merged.NEW;
    }
    long future = maxFutureNanos;
    boolean kept =
        madeHere
            ? candidate.effectiveNanos(future) > held.view.effectiveNanos(future)
                && candidate.clientNanos != held.view.clientNanos
            : candidate.compareTo(held.view, future) > 0;
    if (kept && !newClients && held.view.isRemoval() && !candidate.isRemoval()) {
      return Merged.FULL;
    }
    if (kept) {
      held.live = false;
      keep(candidate);
      return Merged.NEWER;
    }
    if (held.view.origin == candidate.origin && held.view.sequence == candidate.sequence) {
      held.heldBy |= candidate.heldBy;
      return Merged.SAME;
    }
    return Merged.OLDER;
  }

  private void keep(AtView candidate) {
    Entry entry = new Entry(candidate);
    newest.put(id(candidate), entry);
    feed.add(entry);
  }

  boolean remove(AtView record) {
    Entry held = newest.get(id(record));
    if (held == null
        || held.view.origin != record.origin
        || held.view.sequence != record.sequence) {
      return false;
    }
    held.live = false;
    newest.remove(id(record));
    return true;
  }

  long clients() {
    return newest.values().stream().filter(entry -> !entry.view.isRemoval()).count();
  }

  void clearHeldBy(long links) {
    feed.forEach(entry -> entry.heldBy &= ~links);
  }

  /** The index of the first live record from this one on, or the length of the feed. */
  int nextLive(int from) {
    int at = from;
    while (at < feed.size() && !feed.get(at).live) {
      at++;
    }
    return at;
  }

  @Nullable Entry find(String id) {
    return newest.get(id);
  }
}
