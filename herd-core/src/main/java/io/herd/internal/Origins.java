package io.herd.internal;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The origins that a node knows, each with a small index by which everything else names it, and how
 * many live records each has. This node itself has index 0. An index is used again after its origin
 * was dropped. Loop thread only.
 */
final class Origins {

  /** More would be a neighbour that makes them up: every restart of a server makes one. */
  static final int MOST = 1 << 14;

  static final int SELF = 0;

  private static final int LIKELY = 1 << 6;

  private final List<@Nullable Origin> origins = new ArrayList<>();
  private final Map<OriginId, Integer> indexes = new HashMap<>();

  /** The origin last found whose incarnation ends in the same way, as it is written. */
  private final int[] likely = new int[LIKELY];

  /** One origin. */
  private static final class Origin {
    final OriginId id;

    /** What stands behind the AT line on the wire: space, incarnation, space. */
    final byte[] suffix;

    int live;

    /** Its server is no longer one of the herd: it is neither heard nor told about. */
    boolean foreign;

    /** When it was first seen without a live record, or -1. */
    long idleSince = -1;

    Origin(OriginId id) {
      this.id = id;
      String text = " " + Long.toHexString(id.incarnation()) + " ";
      suffix = text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  Origins(OriginId self) {
    indexOf(self);
  }

  /** The index of the origin, a new one if it was unknown; -1 if there are too many. */
  int indexOf(OriginId id) {
    Integer known = indexes.get(id);
    if (known != null) {
      return known;
    }
    int index = origins.indexOf(null);
    if (index < 0) {
      if (origins.size() == MOST) {
        return -1;
      }
      index = origins.size();
      origins.add(null);
    }
    origins.set(index, new Origin(id));
    indexes.put(id, index);
    return index;
  }

  /** The index of the origin with this name and incarnation, or -1. */
  int find(byte[] bytes, int nameStart, int nameEnd, long incarnation) {
    for (int i = 0; i < origins.size(); i++) {
      if (is(i, bytes, nameStart, nameEnd, incarnation)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The index of the origin that is written just so in a line, its incarnation between single
   * spaces; -1 if there is none.
   */
  int findWritten(byte[] bytes, int nameStart, int nameEnd, int from, int to) {
    int slot = bytes[to - 1] + 7 * bytes[to - 2] & LIKELY - 1;
    int guess = likely[slot];
    if (isWritten(guess, bytes, nameStart, nameEnd, from, to)) {
      return guess;
    }
    for (int i = 0; i < origins.size(); i++) {
      if (isWritten(i, bytes, nameStart, nameEnd, from, to)) {
        likely[slot] = i;
        return i;
      }
    }
    return -1;
  }

  private boolean isWritten(int index, byte[] bytes, int nameStart, int nameEnd, int from, int to) {
    Origin origin = origins.get(index);
    return origin != null
        && Arrays.equals(origin.suffix, 0, origin.suffix.length, bytes, from - 1, to + 1)
        && origin.id.server().matches(bytes, nameStart, nameEnd);
  }

  private boolean is(int index, byte[] bytes, int nameStart, int nameEnd, long incarnation) {
    Origin origin = origins.get(index);
    return origin != null
        && origin.id.incarnation() == incarnation
        && origin.id.server().matches(bytes, nameStart, nameEnd);
  }

  /** One more than the greatest index. */
  int size() {
    return origins.size();
  }

  boolean isKnown(int index) {
    return origins.get(index) != null;
  }

  OriginId id(int index) {
    return origin(index).id;
  }

  /** Notes which origins are of servers of the herd. */
  void setMembers(Predicate<ServerId> members) {
    for (int i = SELF + 1; i < origins.size(); i++) {
      Origin origin = origins.get(i);
      if (origin != null) {
        origin.foreign = !members.test(origin.id.server());
      }
    }
  }

  /** Whether the origin's server is no longer one of the herd. */
  boolean isForeign(int index) {
    return origin(index).foreign;
  }

  /** Incarnation and a space on each side. */
  byte[] suffix(int index) {
    return origin(index).suffix;
  }

  /** A record of the origin was kept. */
  void added(int index) {
    Origin origin = origin(index);
    origin.live++;
    origin.idleSince = -1;
  }

  /** A record of the origin was replaced. */
  void removed(int index) {
    Origin origin = origin(index);
    origin.live--;
    assert origin.live >= 0 : "more records of " + origin.id + " replaced than kept";
  }

  /** Whether the origin, not this node itself, has had no live record for so long. */
  boolean isIdle(int index, long now, long graceNanos) {
    Origin origin = origins.get(index);
    if (origin == null || index == SELF || origin.live > 0) {
      return false;
    }
    if (origin.idleSince < 0) {
      origin.idleSince = now;
    }
    return now - origin.idleSince >= graceNanos;
  }

  /** Drops an origin without live records. */
  void drop(int index) {
    indexes.remove(origin(index).id);
    origins.set(index, null);
  }

  private Origin origin(int index) {
    return Objects.requireNonNull(origins.get(index));
  }
}
