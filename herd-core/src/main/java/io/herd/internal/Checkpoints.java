package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Places in the feed from which a neighbour can be sent what it lacks: every live record before a
 * checkpoint is covered by the checkpoint's heads, so a neighbour whose heads cover these needs
 * nothing from before. Kept more thinly the further they are from the end. Loop thread only.
 */
final class Checkpoints {

  /** How many records lie between two checkpoints at the end of the feed. */
  static final int SPACING = 512;

  /** A gap may be as long as this part of its distance from the end. */
  private static final int GAP_DIVISOR = 8;

  /** How many records are looked at in one turn, so that a turn stays short. */
  private static final int STEPS_MAX = 20_000;

  private final LocationStore store;
  private final HeadVector heads;
  private final LocationStore.Cursor prefix;
  private final LocationStore.Cursor probe;
  private final AtView view = new AtView();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private long passed;

  private record Checkpoint(LocationStore.Cursor place, HeadVector heads, long passed) {}

  Checkpoints(LocationStore store, HeadVector heads) {
    this.store = store;
    this.heads = heads;
    this.prefix = store.cursor();
    this.probe = store.cursor();
  }

  /**
   * Extends the longest beginning of the feed that the node's heads cover. To be called after they
   * have moved.
   *
   * @return whether there is more to do
   */
  boolean advance() {
    for (int i = 0; i < STEPS_MAX; i++) {
      if (!probe.next(view)) {
        return false;
      }
      if (view.sequence > heads.get(view.origin)) {
        probe.moveTo(prefix);
        return false;
      }
      prefix.moveTo(probe);
      passed++;
      if (passed % SPACING == 0) {
        add();
      }
    }
    return true;
  }

  private void add() {
    LocationStore.Cursor place = store.cursor();
    place.moveTo(prefix);
    checkpoints.add(new Checkpoint(place, heads.copy(), passed));
    for (int i = checkpoints.size() - 2; i > 0; i--) {
      long gap = checkpoints.get(i + 1).passed - checkpoints.get(i - 1).passed;
      if (gap <= (passed - checkpoints.get(i).passed) / GAP_DIVISOR) {
        checkpoints.remove(i).place.close();
      }
    }
  }

  /**
   * Moves a new cursor, which is at the beginning of the feed, to the last checkpoint that the
   * neighbour's heads cover.
   */
  void seek(LocationStore.Cursor cursor, HeadVector neighbour) {
    if (heads.coveredBy(neighbour)) {
      cursor.moveTo(prefix);
      return;
    }
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      if (checkpoints.get(i).heads.coveredBy(neighbour)) {
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
    for (Checkpoint checkpoint : checkpoints) {
      checkpoint.heads.clear(origin);
    }
  }
}
