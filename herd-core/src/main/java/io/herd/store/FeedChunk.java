package io.herd.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the feed: addresses of records one behind the other, and a bit for each that says
 * whether it is an entry or has become a hole. To make a hole is to change a bit: all bits of a
 * feed are in a near cache where its addresses are not. Loop thread only.
 */
final class FeedChunk {

  static final int BITS = 12;
  static final int CAPACITY = 1 << BITS;

  /** The bytes that an open chunk takes. */
  static final int BYTES = CAPACITY * Integer.BYTES + CAPACITY / Byte.SIZE;

  private static final int WORD_BITS = 6;
  private static final int[] NO_ADDRESSES = {};
  private static final long[] NO_ENTRIES = {};

  /** The addresses of the entries; at a hole, one that no longer means anything. */
  private int[] addresses = new int[CAPACITY];

  /** A bit for each entry, 64 in a word. */
  private long[] entries = new long[CAPACITY >>> WORD_BITS];

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
  void close(boolean keepArrays) {
    if (!keepArrays) {
      addresses = NO_ADDRESSES;
      entries = NO_ENTRIES;
    }
    setEntries(0);
  }

  /**
   * Begins to use it again.
   *
   * @return whether it needed new arrays
   */
  boolean open() {
    if (hasArrays()) {
      return false;
    }
    addresses = new int[CAPACITY];
    entries = new long[CAPACITY >>> WORD_BITS];
    return true;
  }

  /** Whether it has its arrays, as an open one always does. */
  boolean hasArrays() {
    return addresses.length > 0;
  }

  /** The position of the entry at an index. */
  int position(int index) {
    return number << BITS | index;
  }

  /** The address of the entry at an index. */
  int address(int index) {
    return addresses[index];
  }

  /** Gives the entry at an index another address. */
  void address(int index, int address) {
    addresses[index] = address;
  }

  /**
   * Adds an entry at the end.
   *
   * @return its index
   */
  int add(int address) {
    int index = end++;
    addresses[index] = address;
    entries[index >>> WORD_BITS] |= 1L << index;
    live++;
    return index;
  }

  /** Makes a hole of the entry at an index. */
  void remove(int index) {
    assert isLive(index) : "removed twice: " + index + " of " + number;
    entries[index >>> WORD_BITS] &= ~(1L << index);
    live--;
  }

  /** Whether there is an entry at the index, not a hole. */
  boolean isLive(int index) {
    return (entries[index >>> WORD_BITS] & 1L << index) != 0;
  }

  /** Makes the first so many entries live, and the end of it all. */
  void setEntries(int count) {
    int whole = count >>> WORD_BITS;
    Arrays.fill(entries, 0, whole, -1);
    Arrays.fill(entries, whole, entries.length, 0);
    if (whole < entries.length) {
      entries[whole] = (1L << count) - 1;
    }
    end = count;
    live = count;
  }

  /** The first index from this one on that is no hole, or the end. */
  int firstLive(int index) {
    int at = index;
    while (at < end) {
      long rest = entries[at >>> WORD_BITS] >>> at;
      if (rest != 0) {
        return at + Long.numberOfTrailingZeros(rest);
      }
      at = (at | Long.SIZE - 1) + 1;
    }
    return end;
  }

  /** How many entries before the index are no holes. */
  int liveBefore(int index) {
    int whole = index >>> WORD_BITS;
    int count = 0;
    for (int i = 0; i < whole; i++) {
      count += Long.bitCount(entries[i]);
    }
    return whole == entries.length
        ? count
        : count + Long.bitCount(entries[whole] & (1L << index) - 1);
  }
}
