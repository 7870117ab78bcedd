package io.herd.store;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;

/**
 * A place in the log. Its store moves it when it rewrites the segment that it is in. Loop thread
 * only.
 */
final class LogCursor implements LocationStore.Cursor {

  private final LogStore store;
  private Segment segment;
  private int offset;

  /** Of the record that was gone past last, in the same segment. */
  private int passed;

  LogCursor(LogStore store, Segment segment) {
    this.store = store;
    this.segment = segment;
  }

  @Override
  public boolean next(AtView into) {
    if (atEnd()) {
      return false;
    }
    segment.view(offset, into);
    passed = offset;
    offset += segment.size(offset);
    return true;
  }

  @Override
  public void addHeldBy(long links) {
    segment.addHeldBy(passed, links);
  }

  @Override
  public boolean atEnd() {
    while (true) {
      while (offset < segment.end) {
        if (segment.isLive(offset)) {
          return false;
        }
        offset += segment.size(offset);
      }
      Segment next = segment.next;
      if (next == null) {
        return true;
      }
      segment = next;
      offset = 0;
    }
  }

  @Override
  public void moveTo(LocationStore.Cursor other) {
    if (!(other instanceof LogCursor that) || that.store != store) {
      throw new IllegalArgumentException("cursor is of another store: " + other);
    }
    segment = that.segment;
    offset = that.offset;
  }

  @Override
  public void close() {
    store.forget(this);
  }

  boolean isIn(Segment candidate) {
    return segment == candidate;
  }

  /**
   * Called before the record at the offset, or the end, of a segment this cursor was in is moved.
   */
  void moveIfAt(int recordOffset, Segment target) {
    if (segment != target && offset == recordOffset) {
      segment = target;
      offset = target.end;
    }
  }
}
