package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import io.herd.spi.LocationStore;
import io.herd.store.LogStore;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CheckpointsTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogStore store = new LogStore(60 * SECOND, 1);
  private final HeadVector heads = new HeadVector();
  private final Checkpoints checkpoints = new Checkpoints(store);
  private final long[] sequences = new long[4];
  private final AtView view = new AtView();

  private void put(int origin, String client, long second) {
    AtView record = Records.record("S" + origin, second * SECOND, client, second * SECOND);
    record.origin = origin;
    record.sequence = ++sequences[origin];
    if (Replica.isKept(store.merge(record))) {
      checkpoints.onAdded(origin, record.sequence);
    }
  }

  private void put(int count) {
    for (int i = 0; i < count; i++) {
      put(0, "client" + sequences[0], 1);
    }
  }

  private void coverAll() {
    for (int origin = 0; origin < sequences.length; origin++) {
      heads.raise(origin, sequences[origin]);
    }
  }

  private int behind(HeadVector neighbour) {
    try (LocationStore.Cursor cursor = store.cursor()) {
      checkpoints.seek(cursor, neighbour);
      int records = 0;
      while (cursor.next(view)) {
        records++;
      }
      return records;
    }
  }

  @Test
  void neighbourThatKnowsNothingIsSentAll() {
    put(5_000);
    coverAll();
    assertEquals(5_000, behind(new HeadVector()));
  }

  @Test
  void neighbourThatKnowsAllIsSentNothing() {
    put(5_000);
    coverAll();
    assertEquals(0, behind(heads));
  }

  @Test
  void neighbourThatMissedTheLastOfALargeTransferIsSentLittle() {
    put(100_000);
    coverAll();
    HeadVector neighbour = new HeadVector();
    neighbour.raise(0, sequences[0] - 1);
    assertTrue(behind(neighbour) <= Checkpoints.SPACING, "behind: " + behind(neighbour));
    neighbour = new HeadVector();
    neighbour.raise(0, sequences[0] - 1_000);
    assertTrue(behind(neighbour) <= 1_000 + Checkpoints.SPACING, "behind: " + behind(neighbour));
  }

  @Test
  void checkpointsMadeOnTheWayAreFound() {
    HeadVector then = new HeadVector();
    for (int round = 0; round < 200; round++) {
      put(500);
      coverAll();
      if (round == 189) {
        then = heads.copy();
      }
    }
    int records = behind(then);
    assertTrue(records >= 5_000, "all that was missed: " + records);
    assertTrue(records <= 5_000 + 5_000 / 4 + Checkpoints.SPACING, "not much more: " + records);
  }

  @Test
  void checkpointsAreFewOverALongFeed() {
    for (int round = 0; round < 400; round++) {
      put(500);
      coverAll();
    }
    assertTrue(checkpoints.size() < 100, checkpoints.size() + " checkpoints");
  }

  @Test
  void everyRecordBeforeASoughtPlaceIsCovered() {
    Seeds.each(
        30,
        random -> {
          CheckpointsTest fresh = new CheckpointsTest();
          HeadVector[] neighbours = new HeadVector[10];
          for (int i = 0; i < neighbours.length; i++) {
            for (int n = random.nextInt(1_500); n > 0; n--) {
              fresh.put(random.nextInt(4), "client" + random.nextInt(2_000), i + 1);
            }
            for (int origin = 0; origin < 4; origin++) {
              if (random.nextBoolean()) {
                fresh.heads.raise(origin, fresh.sequences[origin]);
              }
            }
            neighbours[i] = fresh.heads.copy();
          }
          for (HeadVector neighbour : neighbours) {
            fresh.assertSound(neighbour);
          }
        });
  }

  private void assertSound(HeadVector neighbour) {
    Set<String> behind = new HashSet<>();
    try (LocationStore.Cursor sought = store.cursor();
        LocationStore.Cursor all = store.cursor()) {
      checkpoints.seek(sought, neighbour);
      while (sought.next(view)) {
        behind.add(view.copy().toString());
      }
      while (all.next(view)) {
        boolean covered = view.sequence <= neighbour.get(view.origin);
        assertTrue(
            covered || behind.contains(view.copy().toString()), () -> "skipped " + view.copy());
      }
    }
  }

  @Test
  void droppedOriginDoesNotKeepANeighbourFromACheckpoint() {
    put(2, "gone", 1);
    put(5_000);
    coverAll();
    put(0, "gone", 2);
    sequences[2] = 0;
    heads.clear(2);
    checkpoints.forget(2);
    coverAll();
    put(100);
    HeadVector neighbour = new HeadVector();
    neighbour.raise(0, sequences[0] - 100);
    assertTrue(behind(neighbour) < 100 + 2 * Checkpoints.SPACING);
  }
}
