package io.herd.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the feed: addresses of records one behind the other, 0 for a hole. Loop thread only.
 */
final class FeedChunk {

  static final int BITS = 12;
  static final int CAPACITY = 1 << BITS;

  private static final int[] NONE = {};

  int[] addresses = new int[CAPACITY];

  /** What the positions of its entries begin with. */
  final int number;

  /** Behind the last entry. */
  int end;

  /** How many entries are no holes. */
  int live;

  @Nullable FeedChunk next;

  FeedChunk(int number) {
    this.number = number;
  }

  /** Ends its use, for now. */
  void close(boolean keepArray) {
    if (keepArray) {
      Arrays.fill(addresses, 0, end, 0);
    } else {
      addresses = NONE;
    }
    end = 0;
    live = 0;
  }

  /**
   * Begins to use it again.
   *
   * @return whether it needed a new array
   */
  boolean open() {
    if (addresses.length > 0) {
      return false;
    }
    addresses = new int[CAPACITY];
    return true;
  }

  /** The position of the entry at an index. */
  int position(int index) {
    return number << BITS | index;
  }

  /** The first index from this one on that is no hole, or the end. */
  int firstLive(int index) {
    int at = index;
    while (at < end && addresses[at] == 0) {
      at++;
    }
    return at;
  }

  /** How many entries before the index are no holes. */
  int liveBefore(int index) {
    int count = 0;
    for (int i = 0; i < index; i++) {
      count += addresses[i] == 0 ? 0 : 1;
    }
    return count;
  }
}
