package io.herd.internal;

import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Places in the feed from which a neighbour can be sent what it lacks. A checkpoint has, for each
 * origin, the greatest sequence number of the live records before it: a neighbour whose heads cover
 * these holds all of them, or greater ones, and needs nothing from before. Records are only ever
 * added at the end of the feed, so that stays so. Checkpoints are kept more thinly the further they
 * are from the end. Loop thread only.
 */
final class Checkpoints {

  /** How many records lie between two checkpoints at the end of the feed. */
  static final int SPACING = 512;

  /** A gap may be as long as this part of its distance from the end. */
  private static final int GAP_DIVISOR = 8;

  private final LocationStore store;

  /** The greatest sequence number of each origin in the feed. */
  private final HeadVector required = new HeadVector();

  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private long added;

  private record Checkpoint(LocationStore.Cursor place, HeadVector required, long added) {}

  Checkpoints(LocationStore store) {
    this.store = store;
  }

  /** A record was added to the feed. */
  void onAdded(int origin, long sequence) {
    required.raise(origin, sequence);
    if (++added % SPACING == 0) {
      add();
    }
  }

  private void add() {
    LocationStore.Cursor place = store.cursor();
    place.moveToEnd();
    checkpoints.add(new Checkpoint(place, required.copy(), added));
    for (int i = checkpoints.size() - 2; i > 0; i--) {
      long gap = checkpoints.get(i + 1).added - checkpoints.get(i - 1).added;
      if (gap <= (added - checkpoints.get(i).added) / GAP_DIVISOR) {
        checkpoints.remove(i).place.close();
      }
    }
  }

  /**
   * Moves a new cursor, which is at the beginning of the feed, to the last place that the
   * neighbour's heads cover.
   */
  void seek(LocationStore.Cursor cursor, HeadVector neighbour) {
    seek(cursor, needed -> needed.coveredBy(neighbour));
  }

  /**
   * Moves a new cursor, which is at the beginning of the feed, to the last place before which the
   * neighbour's heads cover everything of these origins.
   */
  void seek(LocationStore.Cursor cursor, HeadVector neighbour, BitSet origins) {
    seek(cursor, needed -> needed.coveredBy(neighbour, origins));
  }

  private void seek(LocationStore.Cursor cursor, Predicate<HeadVector> isCovered) {
    if (isCovered.test(required)) {
      cursor.moveToEnd();
      return;
    }
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      if (isCovered.test(checkpoints.get(i).required)) {
        cursor.moveTo(checkpoints.get(i).place);
        return;
      }
    }
  }

  /** How many checkpoints there are. */
  int size() {
    return checkpoints.size();
  }

  /** An origin without live records is forgotten: it no longer matters for any checkpoint. */
  void forget(int origin) {
    required.clear(origin);
    for (Checkpoint checkpoint : checkpoints) {
      checkpoint.required.clear(origin);
    }
  }
}
