package io.herd.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which records were kept: their addresses, in chunks. A record that is replaced
 * leaves a hole, and neighbouring chunks with many holes are made one. An entry has a position, a
 * number which its record knows so that the entry is found when the record is replaced. Loop thread
 * only.
 */
final class Feed {

  /** Two chunks are made one if they have no more entries than that. */
  private static final int MERGED_MAX = FeedChunk.CAPACITY / 2;

  /**
   * After so many new holes a pair of chunks is looked at. All pairs have their turn while an
   * eighth of the entries become holes, so chunks are never much emptier than they may be.
   */
  private static final int HOLES_A_LOOK = FeedChunk.CAPACITY / 8;

  /** So many chunks are kept for later with their arrays. */
  private static final int SPARE_ARRAYS_MAX = 4;

  private static final int CHUNKS_MAX = 1 << (32 - FeedChunk.BITS);

  /** Told that the entry of a record has another position. */
  interface Mover {
    void onMoved(int address, int position);
  }

  private final Mover mover;
  private final List<FeedCursor> cursors = new ArrayList<>();

  /** All chunks by their numbers, those not in use included. */
  private FeedChunk[] chunks = new FeedChunk[4];

  private int made;
  private int arrays;

  /** The chunks not in use, one behind the other. */
  private @Nullable FeedChunk spare;

  private int holes;
  private final FeedChunk first;
  private FeedChunk last;

  /** The first one of the pair to be looked at next. */
  private FeedChunk hand;

  Feed(Mover mover) {
    this.mover = mover;
    first = make();
    last = first;
    hand = first;
  }

  /** How many bytes the feed takes. */
  long bytes() {
    return (long) arrays * FeedChunk.BYTES;
  }

  /**
   * Adds an entry at the end.
   *
   * @return its position
   */
  int add(int address) {
    if (last.end == FeedChunk.CAPACITY) {
      FeedChunk added = take();
      last.next = added;
      last = added;
    }
    return last.position(last.add(address));
  }

  /** Makes the entry a hole. Entries of other records may be moved by that. */
  void remove(int position) {
    chunk(position).remove(index(position));
    if (++holes == HOLES_A_LOOK) {
      holes = 0;
      look();
    }
  }

  /** The address at a position. */
  int address(int position) {
    return chunk(position).address(index(position));
  }

  /** Notes that the entry's record has another address. */
  void replace(int position, int address) {
    chunk(position).address(index(position), address);
  }

  private FeedChunk chunk(int position) {
    return chunks[position >>> FeedChunk.BITS];
  }

  private static int index(int position) {
    return position & FeedChunk.CAPACITY - 1;
  }

  /** The chunk that entries are added to. */
  FeedChunk last() {
    return last;
  }

  /** A new cursor before the first entry. */
  FeedCursor cursor(LogStore store) {
    FeedCursor cursor = new FeedCursor(store, this, first);
    cursors.add(cursor);
    return cursor;
  }

  void forget(FeedCursor cursor) {
    cursors.remove(cursor);
  }

  /** Goes on to the next pair, or makes this one a chunk. */
  private void look() {
    FeedChunk one = hand;
    FeedChunk other = one.next;
    if (other == null || other == last) {
      hand = first;
    } else if (one.live + other.live <= MERGED_MAX) {
      merge(one, other);
    } else {
      hand = other;
    }
  }

  private void merge(FeedChunk one, FeedChunk other) {
    for (FeedCursor cursor : cursors) {
      cursor.onMerge(one, other);
    }
    int end = moveEntries(one, one, 0);
    end = moveEntries(other, one, end);
    one.setEntries(end);
    one.next = other.next;
    give(other);
  }

  /** Moves the entries that are no holes behind those before, and returns where they end. */
  private int moveEntries(FeedChunk from, FeedChunk to, int start) {
    int at = start;
    for (int i = from.firstLive(0); i < from.end; i = from.firstLive(i + 1)) {
      if (from != to || i != at) {
        int address = from.address(i);
        to.address(at, address);
        mover.onMoved(address, to.position(at));
      }
      at++;
    }
    return at;
  }

  private FeedChunk take() {
    FeedChunk chunk = spare;
    if (chunk == null) {
      return make();
    }
    spare = chunk.next;
    chunk.next = null;
    if (chunk.open()) {
      arrays++;
    }
    return chunk;
  }

  private FeedChunk make() {
    if (made == CHUNKS_MAX) {
      throw new IllegalStateException("the feed has " + made + " chunks, cannot have more");
    }
    if (made == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * made);
    }
    FeedChunk chunk = new FeedChunk(made);
    chunks[made++] = chunk;
    arrays++;
    return chunk;
  }

  private void give(FeedChunk chunk) {
    boolean keep = spares() < SPARE_ARRAYS_MAX;
    chunk.close(keep);
    arrays -= keep ? 0 : 1;
    chunk.next = spare;
    spare = chunk;
  }

  /** How many chunks are not in use and have their arrays, as far as that is of interest. */
  private int spares() {
    int count = 0;
    for (FeedChunk c = spare; c != null && count < SPARE_ARRAYS_MAX; c = c.next) {
      count += c.hasArrays() ? 1 : 0;
    }
    return count;
  }
}
