package io.herd.store;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store as a log. Records lie in the order of the feed in {@link Segment}s of bytes, and a
 * table of numbers says where the record of each client is. There is no object for a client and
 * none for an update, so the garbage collector has nothing to follow, and reading the feed is
 * reading memory in order. When more than a third of the log is holes, the segments with the most
 * holes are rewritten without them, a few at a time.
 *
 * <p>Loop thread only.
 */
public final class LogStore implements LocationStore {

  private static final int FIRST_SEGMENT_BYTES = 1 << 14;
  private static final int SEGMENT_BITS = 18;
  private static final int SEGMENT_BYTES = 1 << SEGMENT_BITS;

  /** An address counts in eight bytes. */
  private static final int UNIT_BITS = SEGMENT_BITS - 3;

  private static final int SEGMENTS_MAX = 1 << (32 - UNIT_BITS);
  private static final int UNIT_MASK = (1 << UNIT_BITS) - 1;

  /** How many segments are rewritten at most when one is full: what keeps each pause short. */
  private static final int REWRITES_MAX = 4;

  /** After so many bytes of removed records a segment is rewritten: less than it has of holes. */
  private static final int REMOVED_BYTES = SEGMENT_BYTES / 4;

  private final long maxFutureNanos;
  private final IdHash hash;
  private final ClientTable table = new ClientTable();
  private final ClientTable.Same sameId = this::isOf;
  private final AtView held = new AtView();
  private final AtView moving = new AtView();
  private final List<LogCursor> cursors = new ArrayList<>();
  private final SegmentNumbers numbers = new SegmentNumbers(SEGMENTS_MAX);

  private Segment first;
  private Segment last;
  private long segmentBytes;
  private long liveBytes;

  /** How many of the records are removals. */
  private int removals;

  /** The bytes of removed records since segments were last looked over for them. */
  private long removedBytes;

  /**
   * An empty store.
   *
   * @param maxFutureNanos how far ahead of the server's clock a client's time counts, in
   *     nanoseconds
   * @param seed of the hash of ids; drawn at random, so that nobody can choose ids that collide
   */
  public LogStore(long maxFutureNanos, long seed) {
    this.maxFutureNanos = maxFutureNanos;
    this.hash = new IdHash(seed);
    this.first = new Segment(FIRST_SEGMENT_BYTES);
    this.last = first;
    numbers.give(first);
    segmentBytes = first.bytes.length;
  }

  @Override
  public Merged merge(AtView candidate) {
    return put(candidate, true, false);
  }

  @Override
  public Merged accept(AtView candidate, boolean newClients) {
    return put(candidate, newClients, true);
  }

  private Merged put(AtView candidate, boolean newClients, boolean madeHere) {
    int code = hash.of(candidate.bytes, candidate.idStart, candidate.idEnd);
    int place = table.find(code, candidate.bytes, candidate.idStart, candidate.idEnd, sameId);
    candidate.heldOrigin = -1;
    candidate.heldHeldBy = 0;
    if (place < 0) {
      if (!newClients) {
        return Merged.FULL;
      }
      table.add(~place, code, append(candidate));
      removals += candidate.isRemoval() ? 1 : 0;
      return Merged.NEW;
    }
    int address = table.address(place);
    Segment segment = segment(address);
    int offset = offset(address);
    segment.view(offset, held);
    candidate.heldOrigin = held.origin;
    candidate.heldSequence = held.sequence;
    candidate.heldHeldBy = held.heldBy;
    if (madeHere
        ? !candidate.isLaterReportThan(held, maxFutureNanos)
        : candidate.compareTo(held, maxFutureNanos) <= 0) {
      if (held.origin == candidate.origin && held.sequence == candidate.sequence) {
        segment.addHeldBy(offset, candidate.heldBy);
        return Merged.SAME;
      }
      return Merged.OLDER;
    }
    boolean wasRemoval = held.isRemoval();
    if (wasRemoval && !newClients && !candidate.isRemoval()) {
      return Merged.FULL;
    }
    removals += (candidate.isRemoval() ? 1 : 0) - (wasRemoval ? 1 : 0);
    liveBytes -= segment.size(offset);
    segment.kill(offset);
    table.replace(place, append(candidate));
    return Merged.NEWER;
  }

  @Override
  public boolean find(byte[] id, int from, int to, AtView into) {
    int place = table.find(hash.of(id, from, to), id, from, to, sameId);
    if (place < 0) {
      return false;
    }
    int address = table.address(place);
    segment(address).view(offset(address), into);
    return true;
  }

  @Override
  public boolean remove(AtView record) {
    int code = hash.of(record.bytes, record.idStart, record.idEnd);
    int place = table.find(code, record.bytes, record.idStart, record.idEnd, sameId);
    if (place < 0) {
      return false;
    }
    int address = table.address(place);
    Segment segment = segment(address);
    int offset = offset(address);
    segment.view(offset, held);
    if (held.origin != record.origin || held.sequence != record.sequence) {
      return false;
    }
    removals -= held.isRemoval() ? 1 : 0;
    int size = segment.size(offset);
    liveBytes -= size;
    segment.kill(offset);
    table.remove(place);
    removedBytes += size;
    if (removedBytes >= REMOVED_BYTES) {
      removedBytes = 0;
      rewriteHoles(1, false);
    }
    return true;
  }

  @Override
  public int clients() {
    return table.size() - removals;
  }

  @Override
  public long bytes() {
    return segmentBytes + table.bytes();
  }

  @Override
  public void clearHeldBy(long links) {
    for (Segment s = first; s != null; s = s.next) {
      for (int at = 0; at < s.end; at += s.size(at)) {
        s.clearHeldBy(at, links);
      }
    }
  }

  @Override
  public Cursor cursor() {
    LogCursor cursor = new LogCursor(this, first);
    cursors.add(cursor);
    return cursor;
  }

  void forget(LogCursor cursor) {
    cursors.remove(cursor);
  }

  private boolean isOf(int address, byte[] id, int from, int to) {
    return segment(address).hasId(offset(address), id, from, to);
  }

  private Segment segment(int address) {
    return numbers.segment(address >>> UNIT_BITS);
  }

  private static int offset(int address) {
    return (address & UNIT_MASK) << 3;
  }

  private static int address(Segment segment, int offset) {
    return segment.number << UNIT_BITS | offset >>> 3;
  }

  private int append(AtView candidate) {
    int size = Segment.recordBytes(candidate);
    if (!last.hasRoom(size)) {
      rewriteHoles(REWRITES_MAX, true);
      int usual = (int) Math.min(SEGMENT_BYTES, Math.max(FIRST_SEGMENT_BYTES, segmentBytes));
      addLast(new Segment(Math.max(usual, size)));
    }
    liveBytes += size;
    return address(last, last.append(candidate));
  }

  private void addLast(Segment segment) {
    numbers.give(segment);
    segment.previous = last;
    last.next = segment;
    last = segment;
    segmentBytes += segment.bytes.length;
  }

  /**
   * Rewrites the segments with the most holes, so many at most, while holes are more than a third
   * of the log.
   *
   * @param full whether the last one is full too; otherwise it has room, which is no hole
   */
  private void rewriteHoles(int most, boolean full) {
    for (int i = 0; i < most && (segmentBytes - liveBytes) * 3 > segmentBytes; i++) {
      Segment worst = null;
      for (Segment s = full ? last : last.previous; s != null; s = s.previous) {
        if (worst == null || holes(s) > holes(worst)) {
          worst = s;
        }
      }
      if (worst == null || holes(worst) == 0) {
        return;
      }
      rewrite(worst);
    }
  }

  private static int holes(Segment segment) {
    return segment.bytes.length - segment.liveBytes;
  }

  /** Rewrites a segment without its holes, together with the one before if both fit into one. */
  private void rewrite(Segment segment) {
    Segment from = segment;
    Segment before = segment.previous;
    int live = segment.liveBytes;
    if (before != null && before.liveBytes + live <= SEGMENT_BYTES) {
      from = before;
      live += before.liveBytes;
    }
    Segment target = new Segment(live);
    numbers.give(target);
    for (Segment s = from; s != null && s != segment.next; s = s.next) {
      moveRecords(s, target);
      numbers.take(s);
      segmentBytes -= s.bytes.length;
    }
    segmentBytes += target.bytes.length;
    link(from.previous, target);
    link(target, segment.next);
  }

  private void moveRecords(Segment from, Segment target) {
    List<LogCursor> here = new ArrayList<>();
    for (LogCursor cursor : cursors) {
      if (cursor.isIn(from)) {
        here.add(cursor);
      }
    }
    int at = 0;
    while (at < from.end) {
      moveCursors(here, at, target);
      if (from.isLive(at)) {
        int moved = target.appendCopy(from, at);
        table.move(hashAt(from, at), address(from, at), address(target, moved));
      }
      at += from.size(at);
    }
    moveCursors(here, from.end, target);
  }

  private static void moveCursors(List<LogCursor> cursors, int offset, Segment target) {
    for (LogCursor cursor : cursors) {
      cursor.moveIfAt(offset, target);
    }
  }

  private int hashAt(Segment segment, int offset) {
    segment.view(offset, moving);
    return hash.of(moving.bytes, moving.idStart, moving.idEnd);
  }

  private void link(@Nullable Segment before, @Nullable Segment after) {
    if (before == null) {
      first = Objects.requireNonNull(after);
    } else {
      before.next = after;
    }
    if (after == null) {
      last = Objects.requireNonNull(before);
    } else {
      after.previous = before;
    }
  }
}
