package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

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

  /** How many records are looked at in one turn, so that a turn stays short. */
  private static final int STEPS_MAX = 20_000;

  private final LocationStore store;

  /** Behind every record that was looked at. */
  private final LocationStore.Cursor front;

  /** The greatest sequence number of each origin before the front. */
  private final HeadVector required = new HeadVector();

  private final AtView view = new AtView();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private long passed;

  private record Checkpoint(LocationStore.Cursor place, HeadVector required, long passed) {}

  Checkpoints(LocationStore store) {
    this.store = store;
    this.front = store.cursor();
  }

  /**
   * Looks at the records added since the last call, and sets checkpoints.
   *
   * @return whether there is more to do
   */
  boolean advance() {
    for (int i = 0; i < STEPS_MAX; i++) {
      if (!front.next(view)) {
        return false;
      }
      required.raise(view.origin, view.sequence);
      passed++;
      if (passed % SPACING == 0) {
        add();
      }
    }
    return true;
  }

  private void add() {
    LocationStore.Cursor place = store.cursor();
    place.moveTo(front);
    checkpoints.add(new Checkpoint(place, required.copy(), passed));
    for (int i = checkpoints.size() - 2; i > 0; i--) {
      long gap = checkpoints.get(i + 1).passed - checkpoints.get(i - 1).passed;
      if (gap <= (passed - checkpoints.get(i).passed) / GAP_DIVISOR) {
        checkpoints.remove(i).place.close();
      }
    }
  }

  /**
   * Moves a new cursor, which is at the beginning of the feed, to the last place that the
   * neighbour's heads cover.
   */
  void seek(LocationStore.Cursor cursor, HeadVector neighbour) {
    if (required.coveredBy(neighbour)) {
      cursor.moveTo(front);
      return;
    }
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      if (checkpoints.get(i).required.coveredBy(neighbour)) {
        cursor.moveTo(checkpoints.get(i).place);
        return;
      }
    }
  }

  /**
   * Moves a new cursor, which is at the beginning of the feed, to the last place before which the
   * neighbour's heads cover everything of these origins.
   */
  void seek(LocationStore.Cursor cursor, HeadVector neighbour, BitSet origins) {
    if (required.coveredBy(neighbour, origins)) {
      cursor.moveTo(front);
      return;
    }
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      if (checkpoints.get(i).required.coveredBy(neighbour, origins)) {
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
