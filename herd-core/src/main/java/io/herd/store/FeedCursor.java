package io.herd.store;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;

/**
 * A place in the feed. The feed moves it when it makes the chunk that it is in one with another.
 * Loop thread only.
 */
final class FeedCursor implements LocationStore.Cursor {

  private final LogStore store;
  private final Feed feed;
  private FeedChunk chunk;
  private int index;

  /** Where the record is that was gone past last. */
  private int passed;

  /** Up to here records were read ahead. */
  private int touched;

  FeedCursor(LogStore store, Feed feed, FeedChunk chunk) {
    this.store = store;
    this.feed = feed;
    this.chunk = chunk;
  }

  @Override
  public boolean next(AtView into) {
    if (atEnd()) {
      return false;
    }
    if (index >= touched) {
      touched = store.touch(chunk, index);
    }
    passed = chunk.address(index);
    store.view(passed, into);
    index++;
    return true;
  }

  @Override
  public void addHeldBy(long links) {
    store.addHeldBy(passed, links);
  }

  @Override
  public boolean atEnd() {
    while (true) {
      index = chunk.firstLive(index);
      if (index < chunk.end) {
        return false;
      }
      FeedChunk next = chunk.next;
      if (next == null) {
        return true;
      }
      chunk = next;
      index = 0;
      touched = 0;
    }
  }

  @Override
  public void moveTo(LocationStore.Cursor other) {
    if (!(other instanceof FeedCursor that) || that.feed != feed) {
      throw new IllegalArgumentException("cursor is of another store: " + other);
    }
    chunk = that.chunk;
    index = that.index;
    touched = 0;
  }

  @Override
  public void moveToEnd() {
    chunk = feed.last();
    index = chunk.end;
    touched = 0;
  }

  @Override
  public void close() {
    feed.forget(this);
  }

  /** Called before the entries of the other chunk are moved behind those of the one. */
  void onMerge(FeedChunk one, FeedChunk other) {
    touched = 0;
    if (chunk == one) {
      index = one.liveBefore(index);
    } else if (chunk == other) {
      index = one.live + other.liveBefore(index);
      chunk = one;
    }
  }
}
