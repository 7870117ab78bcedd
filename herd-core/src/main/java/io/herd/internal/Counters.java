package io.herd.internal;

import io.herd.HerdStats;
import io.herd.HerdStats.Count;
import io.herd.HerdStats.LinkStats;
import io.herd.protocol.ServerId;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a node counts. Written by the loop alone, without a lock; read by any thread. Thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal is a plain store a count
final class Counters {

  private static final Count[] COUNTS = Count.values();

  private final AtomicLongArray values = new AtomicLongArray(COUNTS.length);

  /** Clients, bytes of the store, connections, links that are up. */
  private final AtomicLongArray now = new AtomicLongArray(4);

  private volatile List<Link> links = List.of();
  private volatile Map<String, Instant> certificates = Map.of();

  void add(Count count) {
    add(count, 1);
  }

  void add(Count count, long amount) {
    int index = count.ordinal();
    values.lazySet(index, values.getPlain(index) + amount);
  }

  /** Notes how much there is at the end of a turn. */
  void setNow(long clients, long storeBytes, long connections, long peersUp) {
    now.lazySet(0, clients);
    now.lazySet(1, storeBytes);
    now.lazySet(2, connections);
    now.lazySet(3, peersUp);
  }

  /** Notes which links there are. */
  void setLinks(Collection<Link> current) {
    links = List.copyOf(current);
  }

  /** Notes when the certificates end that are shown to {@code clients} and to {@code peers}. */
  void setCertificates(Map<String, Instant> current) {
    certificates = Map.copyOf(current);
  }

  /** Everything counted, and what the places provider has counted. Any thread. */
  HerdStats stats(Map<String, Long> places) {
    Map<ServerId, LinkStats> byLink = new LinkedHashMap<>();
    links.forEach(link -> byLink.put(link.id(), link.stats()));
    return new HerdStats(
        now.get(0), now.get(1), now.get(2), now.get(3), snapshot(), byLink, certificates, places);
  }

  private Map<Count, Long> snapshot() {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : COUNTS) {
      counts.put(count, values.get(count.ordinal()));
    }
    return counts;
  }
}
