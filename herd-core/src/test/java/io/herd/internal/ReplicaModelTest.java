package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.Records;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore;
import io.herd.store.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A replica, with its feed, cursors, heads, checkpoints and origins, and a naive one, side by side
 * through random histories; compared after every step.
 */
final class ReplicaModelTest {

  private static final long FUTURE = 60_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final int ORIGINS = 5;

  private enum Act {
    ACCEPT,
    MERGE,
    HEAD,
    READ,
    MOVE,
    SEEK,
    REMEMBER,
    DROP
  }

  /** What happens; each act reads the numbers in its own way. */
  private record Step(Act act, int one, int two, int three) {}

  /** A link's place in both feeds. */
  private static final class Place {
    final LocationStore.Cursor cursor;
    int index;

    Place(LocationStore.Cursor cursor) {
      this.cursor = cursor;
    }
  }

  /** One history. */
  private static final class History {
    final int clients;
    final String padding;
    final int compareEvery;
    final LogStore store = new LogStore(FUTURE, 1);
    final Replica replica = new Replica(store, origin(0), new Timing(FUTURE, 0, 1, 1, 0, 0), null);
    final NaiveReplica model = new NaiveReplica(FUTURE);
    final long[] sequences = new long[ORIGINS];
    final List<Place> places = new ArrayList<>();
    final List<HeadVector> neighbours = new ArrayList<>();
    final AtView view = new AtView();
    int steps;

    History(int clients, int idBytes, int compareEvery) {
      this.clients = clients;
      this.padding = "p".repeat(idBytes);
      this.compareEvery = compareEvery;
      for (int i = 0; i < ORIGINS; i++) {
        // numbered as they come, so the model's numbers are the indexes
        assertEquals(i, replica.origins().indexOf(origin(i)));
      }
      for (int i = 0; i < 4; i++) {
        places.add(new Place(store.cursor()));
      }
      neighbours.add(new HeadVector());
    }

    private static OriginId origin(int number) {
      return new OriginId(ServerId.of("S" + number), 7);
    }

    void run(List<Step> all) {
      for (Step step : all) {
        run(step);
        if (++steps % compareEvery == 0) {
          compare();
        }
      }
      compare();
      places.forEach(place -> read(place, Integer.MAX_VALUE));
    }

    private void run(Step step) {
      switch (step.act) {
        case ACCEPT -> accept(step);
        case MERGE -> merge(step);
        case HEAD -> raiseHead(1 + step.one % (ORIGINS - 1), step.two);
        case READ -> read(places.get(step.one % places.size()), step.two % 20);
        case MOVE -> move(step.one % places.size(), step.two % places.size());
        case SEEK -> seek(neighbours.get(step.one % neighbours.size()));
        case REMEMBER -> remember(step);
        case DROP -> drop(1 + step.one % (ORIGINS - 1));
      }
    }

    private AtView record(int server, Step step) {
      long receipt = step.two % 500 * 10 * SECOND + steps * SECOND;
      long time = receipt + (step.three % 16 - 6) * 10 * SECOND;
      String client = "c" + step.one % clients + padding;
      return Records.record("S" + server, receipt, client, time);
    }

    private void accept(Step step) {
      boolean kept = model.accept(record(0, step));
      assertEquals(kept, Replica.isKept(replica.accept(record(0, step), true)));
    }

    private void merge(Step step) {
      int origin = 1 + step.three / 16 % (ORIGINS - 1);
      boolean repeated = step.three % 5 == 0 && sequences[origin] > 0;
      long sequence = repeated ? 1 + step.two % sequences[origin] : ++sequences[origin];
      AtView candidate = record(origin, step);
      candidate.origin = origin;
      candidate.sequence = sequence;
      assertEquals(
          model.merge(record(origin, step), origin, sequence),
          Replica.isKept(replica.merge(candidate)));
    }

    private void raiseHead(int origin, int by) {
      long sequence = 1 + by % (sequences[origin] + 1);
      replica.raiseHead(origin, sequence);
      model.raiseHead(origin, sequence);
    }

    private void read(Place place, int most) {
      for (int i = 0; i <= most; i++) {
        place.index = model.nextLive(place.index);
        boolean more = place.index < model.feed.size();
        assertEquals(!more, place.cursor.atEnd());
        assertEquals(more, place.cursor.next(view));
        if (!more) {
          return;
        }
        assertSame(model.feed.get(place.index++));
      }
    }

    private void assertSame(NaiveReplica.Kept kept) {
      assertEquals(kept.record, view.copy());
      assertEquals(kept.origin, view.origin);
      assertEquals(kept.sequence, view.sequence);
    }

    private void move(int to, int from) {
      places.get(to).cursor.moveTo(places.get(from).cursor);
      places.get(to).index = places.get(from).index;
    }

    /** A neighbour that holds what this node does now, of some origins. */
    private void remember(Step step) {
      HeadVector heads = new HeadVector();
      model.greatestKept.forEach(
          (origin, sequence) -> {
            if ((step.one >> origin & 3) != 0) {
              heads.raise(origin, sequence);
            }
          });
      neighbours.add(heads);
    }

    /** What is skipped is covered, and what is left is the end of the feed. */
    private void seek(HeadVector neighbour) {
      List<NaiveReplica.Kept> live = model.live();
      List<Long> left = new ArrayList<>();
      try (LocationStore.Cursor cursor = store.cursor()) {
        replica.checkpoints().seek(cursor, neighbour);
        while (cursor.next(view)) {
          left.add(view.sequence);
        }
      }
      int skipped = live.size() - left.size();
      List<Long> end = live.subList(skipped, live.size()).stream().map(k -> k.sequence).toList();
      assertEquals(end, left);
      for (NaiveReplica.Kept kept : live.subList(0, skipped)) {
        assertTrue(
            kept.sequence <= neighbour.get(kept.origin),
            () -> "skipped " + kept.sequence + " of origin " + kept.origin);
      }
    }

    private void drop(int origin) {
      boolean idle = replica.origins().isIdle(origin, steps, 0);
      assertEquals(!model.hasLive(origin), idle);
      if (idle) {
        replica.drop(origin);
        model.drop(origin);
        neighbours.forEach(neighbour -> neighbour.clear(origin));
        sequences[origin] = 0;
        assertEquals(origin, replica.origins().indexOf(origin(origin)), "the free index");
      }
    }

    private void compare() {
      assertEquals(model.newest.size(), store.clients());
      for (int origin = 0; origin < ORIGINS; origin++) {
        assertEquals(model.head(origin), replica.heads().get(origin));
        boolean isIdle = replica.origins().isIdle(origin, steps, 0);
        assertEquals(origin != Origins.SELF && !model.hasLive(origin), isIdle);
      }
      try (LocationStore.Cursor cursor = store.cursor()) {
        for (NaiveReplica.Kept kept : model.live()) {
          assertTrue(cursor.next(view));
          assertSame(kept);
        }
        assertTrue(cursor.atEnd());
      }
    }

    /** Whoever holds all that was ever kept is sent nothing. */
    void assertNothingForWhoeverHoldsAll() {
      HeadVector all = new HeadVector();
      model.greatestKept.forEach(all::raise);
      try (LocationStore.Cursor cursor = store.cursor()) {
        replica.checkpoints().seek(cursor, all);
        assertTrue(cursor.atEnd());
      }
    }
  }

  private static List<Step> steps(RandomGenerator random, int count) {
    Act[] rare = Act.values();
    List<Step> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Act act =
          switch (random.nextInt(12)) {
            case 0, 1 -> rare[random.nextInt(rare.length)];
            case 2, 3, 4, 5 -> Act.ACCEPT;
            default -> Act.MERGE;
          };
      int number = random.nextInt(1 << 20);
      steps.add(new Step(act, random.nextInt(1 << 20), number, random.nextInt(1 << 20)));
    }
    return steps;
  }

  private static void check(int seeds, int count, int clients, int idBytes, int compareEvery) {
    Seeds.eachList(
        seeds,
        random -> steps(random, count),
        steps -> {
          History history = new History(clients, idBytes, compareEvery);
          history.run(steps);
          history.assertNothingForWhoeverHoldsAll();
        });
  }

  @Test
  void replicaOfFewClientsAgreesWithTheModel() {
    check(100, 300, 4, 0, 1);
  }

  @Test
  void replicaWhoseSegmentsAreRewrittenAgreesWithTheModel() {
    check(10, 2_000, 12, 3_000, 1);
  }

  @Test
  void replicaWithManyCheckpointsAgreesWithTheModel() {
    check(4, 20_000, 2_000, 10, 200);
  }
}
