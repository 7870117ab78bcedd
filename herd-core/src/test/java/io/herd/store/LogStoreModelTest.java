package io.herd.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The store and a naive one, side by side through random histories. */
final class LogStoreModelTest {

  private static final long FUTURE = 60_000_000_000L;

  /** What a history is like. */
  private record Shape(int steps, int clients, int idBytesMax, int hugeOneIn) {}

  /** A place in both feeds. */
  private static final class Place {
    final LocationStore.Cursor cursor;
    int index;

    Place(LocationStore.Cursor cursor) {
      this.cursor = cursor;
    }
  }

  /** One history. */
  private static final class History {
    final RandomGenerator random;
    final Shape shape;
    final LogStore store;
    final NaiveStore model = new NaiveStore(FUTURE);
    final List<Place> places = new ArrayList<>();
    final List<AtView> expected = new ArrayList<>();
    final AtView view = new AtView();
    final String[] padding;
    long sequence;

    History(RandomGenerator random, Shape shape) {
      this.random = random;
      this.shape = shape;
      this.store = new LogStore(FUTURE, random.nextLong());
      padding = new String[shape.clients];
      for (int i = 0; i < padding.length; i++) {
        boolean huge = shape.hugeOneIn > 0 && random.nextInt(shape.hugeOneIn) == 0;
        int bytes = huge ? random.nextInt(200_000, 400_000) : random.nextInt(shape.idBytesMax);
        padding[i] = "p".repeat(bytes);
      }
    }

    void run() {
      for (int step = 0; step < shape.steps; step++) {
        switch (random.nextInt(40)) {
          case 0 -> addPlace();
          case 1 -> movePlace();
          case 2 -> clear();
          case 3 -> closePlace();
          case 4, 5, 6, 7, 8 -> readOn();
          case 9, 10, 11 -> find();
          case 12 -> remove();
          case 13 -> removeMany();
          case 14, 15 -> expect();
          default -> put();
        }
        assertEquals(model.clients(), store.clients());
      }
      places.forEach(this::readToTheEnd);
      readToTheEnd(new Place(store.cursor()));
    }

    private String id() {
      int client = random.nextInt(shape.clients);
      return "c" + client + padding[client];
    }

    /** These will be put, some sooner and some later, while the store goes on. */
    private void expect() {
      for (int i = random.nextInt(8); i >= 0; i--) {
        expected.add(candidate());
      }
      store.expect(expected.toArray(AtView[]::new), expected.size());
    }

    private AtView candidate() {
      long receipt = random.nextLong(40) * 10_000_000_000L;
      long client = receipt + random.nextLong(-5, 10) * 10_000_000_000L;
      String position = random.nextInt(8) == 0 ? "-" : "+34.068930-118.445127";
      String server = "S" + random.nextInt(3);
      AtView candidate = Records.record(server, receipt, Records.bytes(id()), position, client);
      candidate.origin = random.nextInt(3);
      candidate.sequence = random.nextInt(4) == 0 ? random.nextLong(1, 5) : ++sequence;
      candidate.heldBy = random.nextLong();
      return candidate;
    }

    private void put() {
      boolean isExpected = !expected.isEmpty() && random.nextInt(3) > 0;
      AtView candidate =
          isExpected ? expected.remove(random.nextInt(expected.size())) : candidate();
      boolean newClients = random.nextInt(5) != 0;
      boolean here = random.nextBoolean();
      NaiveStore.Entry before = model.find(NaiveStore.id(candidate));
      long heldBy = before == null ? 0 : before.heldBy;
      Merged merged = model.put(candidate, newClients || !here, here);
      assertEquals(merged, here ? store.accept(candidate, newClients) : store.merge(candidate));
      if (merged == Merged.NEW) {
        assertEquals(-1, candidate.heldOrigin);
        assertEquals(0, candidate.heldHeldBy);
      } else if (merged == Merged.NEWER) {
        assertEquals(before.view.origin, candidate.heldOrigin);
        assertEquals(heldBy, candidate.heldHeldBy);
      }
    }

    private void find() {
      String id = id();
      byte[] bytes = Records.bytes("<" + id + ">");
      NaiveStore.Entry held = model.find(id);
      assertEquals(held != null, store.find(bytes, 1, bytes.length - 1, view));
      assertTrue(held == null || held.agrees(view));
    }

    private void remove() {
      String id = id();
      byte[] bytes = Records.bytes(id);
      if (store.find(bytes, 0, bytes.length, view)) {
        boolean another = random.nextInt(4) == 0;
        view.sequence += another ? 1 : 0;
        assertEquals(model.remove(view), store.remove(view));
      }
    }

    /** As expiry does: behind a cursor, one after the other. */
    private void removeMany() {
      if (random.nextInt(20) == 0) {
        int one = random.nextInt(1, 4);
        try (var cursor = store.cursor()) {
          while (cursor.next(view)) {
            if (random.nextInt(one) == 0) {
              assertTrue(model.remove(view));
              assertTrue(store.remove(view));
            }
          }
        }
      }
    }

    private void clear() {
      long links = random.nextLong();
      store.clearHeldBy(links);
      model.clearHeldBy(links);
    }

    private void addPlace() {
      if (places.size() < 6) {
        places.add(new Place(store.cursor()));
      }
    }

    private void closePlace() {
      if (places.size() > 3) {
        places.remove(random.nextInt(places.size())).cursor.close();
      }
    }

    private void movePlace() {
      if (places.size() > 1) {
        Place from = places.get(random.nextInt(places.size()));
        Place to = places.get(random.nextInt(places.size()));
        from.cursor.moveTo(to.cursor);
        from.index = to.index;
      }
    }

    private void readOn() {
      if (!places.isEmpty()) {
        Place place = places.get(random.nextInt(places.size()));
        for (int i = random.nextInt(10); i >= 0; i--) {
          step(place);
        }
      }
    }

    private boolean step(Place place) {
      place.index = model.nextLive(place.index);
      boolean more = place.index < model.feed.size();
      assertEquals(!more, place.cursor.atEnd());
      assertEquals(more, place.cursor.next(view));
      if (more) {
        assertTrue(model.feed.get(place.index).agrees(view));
        place.index++;
      }
      return more;
    }

    private void readToTheEnd(Place place) {
      while (step(place)) {
        assertFalse(place.index > model.feed.size());
      }
    }
  }

  private static void check(int seeds, Shape shape) {
    Seeds.each(seeds, random -> new History(random, shape).run());
  }

  @Test
  void storeOfFewClientsAgreesWithTheModel() {
    check(150, new Shape(2_000, 5, 20, 0));
  }

  @Test
  void storeOfOneClientAgreesWithTheModel() {
    check(20, new Shape(2_000, 1, 200, 0));
  }

  @Test
  void storeOfManyClientsAgreesWithTheModel() {
    check(15, new Shape(20_000, 3_000, 200, 0));
  }

  @Test
  void storeOfManySegmentsAgreesWithTheModel() {
    check(8, new Shape(6_000, 400, 12_000, 0));
  }

  @Test
  void storeOfHugeLinesAgreesWithTheModel() {
    check(6, new Shape(600, 40, 3_000, 4));
  }
}
