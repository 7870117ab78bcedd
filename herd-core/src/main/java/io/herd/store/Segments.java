package io.herd.store;

import io.herd.protocol.AtView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the records: segments, and addresses of 32 bits in them. A record that is given up
 * leaves a hole; when holes are more than a third of it all, the segments with the most of them are
 * rewritten. Loop thread only.
 */
final class Segments {

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

  /** Told that a record has been copied to another address. */
  interface Mover {
    void onMoved(int from, int to);
  }

  private final Mover mover;
  private final SegmentNumbers numbers = new SegmentNumbers(SEGMENTS_MAX);
  private Segment first;
  private Segment last;
  private long bytes;
  private long liveBytes;

  /** The bytes of removed records since segments were last looked over for them. */
  private long removedBytes;

  Segments(Mover mover) {
    this.mover = mover;
    this.first = new Segment(FIRST_SEGMENT_BYTES);
    this.last = first;
    numbers.give(first);
    bytes = first.bytes.length;
  }

  /** How many bytes all segments take. */
  long bytes() {
    return bytes;
  }

  /** The segment that an address is in. */
  Segment segment(int address) {
    return numbers.segment(address >>> UNIT_BITS);
  }

  /** Where in its segment an address is. */
  static int offset(int address) {
    return (address & UNIT_MASK) << 3;
  }

  private static int address(Segment segment, int offset) {
    return segment.number << UNIT_BITS | offset >>> 3;
  }

  /**
   * Adds a record. Other records may be moved by that.
   *
   * @return its address
   */
  int append(AtView candidate) {
    int size = Segment.recordBytes(candidate);
    if (!last.hasRoom(size)) {
      rewriteHoles(REWRITES_MAX, true);
      int usual = (int) Math.min(SEGMENT_BYTES, Math.max(FIRST_SEGMENT_BYTES, bytes));
      addLast(new Segment(Math.max(usual, size)));
    }
    liveBytes += size;
    return address(last, last.append(candidate));
  }

  /** Gives a record up that is replaced by another one. */
  void kill(Segment segment, int offset) {
    liveBytes -= segment.size(offset);
    segment.kill(offset);
  }

  /** Sees to it that the memory of a removed record comes back, sooner or later. */
  void noteRemoved(int size) {
    removedBytes += size;
    if (removedBytes >= REMOVED_BYTES) {
      removedBytes = 0;
      rewriteHoles(1, false);
    }
  }

  /** Forgets that the records are held over these links. */
  void clearHeldBy(long links) {
    for (Segment s = first; s != null; s = s.next) {
      for (int at = 0; at < s.end; at += s.size(at)) {
        s.clearHeldBy(at, links);
      }
    }
  }

  private void addLast(Segment segment) {
    numbers.give(segment);
    segment.previous = last;
    last.next = segment;
    last = segment;
    bytes += segment.bytes.length;
  }

  /**
   * Rewrites the segments with the most holes, so many at most, while holes are more than a third
   * of it all.
   *
   * @param full whether the last one is full too; otherwise it has room, which is no hole
   */
  private void rewriteHoles(int most, boolean full) {
    for (int i = 0; i < most && (bytes - liveBytes) * 3 > bytes; i++) {
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
      bytes -= s.bytes.length;
    }
    bytes += target.bytes.length;
    link(from.previous, target);
    link(target, segment.next);
  }

  private void moveRecords(Segment from, Segment target) {
    for (int at = 0; at < from.end; at += from.size(at)) {
      if (from.isLive(at)) {
        int moved = target.appendCopy(from, at);
        mover.onMoved(address(from, at), address(target, moved));
      }
    }
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
