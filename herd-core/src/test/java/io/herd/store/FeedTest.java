package io.herd.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The feed of a store in which each report is kept, side by side with a sorted map: the sequence
 * numbers of the records are in the order of the feed.
 */
final class FeedTest {

  private static final long SECOND = 1_000_000_000L;

  /** A cursor, and the sequence number of the last record that it has passed. */
  private static final class Place {
    final LocationStore.Cursor cursor;
    long passed;

    Place(LocationStore.Cursor cursor) {
      this.cursor = cursor;
    }
  }

  /** One history. */
  private static final class History {
    final RandomGenerator random;
    final int clients;
    final LogStore store;
    final long[] held;
    final TreeMap<Long, Integer> live = new TreeMap<>();
    final List<Place> places = new ArrayList<>();
    final AtView view = new AtView();
    long sequence;

    History(RandomGenerator random, int clients) {
      this.random = random;
      this.clients = clients;
      this.store = new LogStore(SECOND, random.nextLong());
      this.held = new long[clients];
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        int dice = random.nextInt(1000);
        if (dice < 3 && places.size() < 8) {
          places.add(new Place(store.cursor()));
        } else if (dice < 5 && !places.isEmpty()) {
          places.remove(random.nextInt(places.size())).cursor.close();
        } else if (dice < 8 && !places.isEmpty()) {
          move(places.get(random.nextInt(places.size())));
        } else if (dice < 20 && !places.isEmpty()) {
          read(places.get(random.nextInt(places.size())), random.nextInt(300));
        } else if (dice < 30) {
          remove(client());
        } else {
          put(client());
        }
      }
      places.add(new Place(store.cursor()));
      places.forEach(place -> read(place, Integer.MAX_VALUE));
    }

    /** Some report often and some seldom, so that old chunks are never quite empty. */
    private int client() {
      return random.nextInt(1 + random.nextInt(clients));
    }

    private AtView record(int client, long number) {
      byte[] id = Records.bytes("client" + client);
      long nanos = number * SECOND;
      AtView record = Records.record("A", nanos, id, "+34.068930-118.445127", nanos);
      record.sequence = number;
      return record;
    }

    private void put(int client) {
      Merged merged = store.accept(record(client, ++sequence), true);
      assertEquals(held[client] == 0 ? Merged.NEW : Merged.NEWER, merged);
      live.remove(held[client]);
      live.put(sequence, client);
      held[client] = sequence;
    }

    private void remove(int client) {
      boolean is = held[client] != 0;
      assertEquals(is, store.remove(record(client, held[client])));
      live.remove(held[client]);
      held[client] = 0;
    }

    private void move(Place place) {
      Place other = places.get(random.nextInt(places.size()));
      place.cursor.moveTo(other.cursor);
      place.passed = other.passed;
    }

    private void read(Place place, int most) {
      for (int i = 0; i < most; i++) {
        Long next = live.higherKey(place.passed);
        assertEquals(next == null, place.cursor.atEnd());
        assertEquals(next != null, place.cursor.next(view));
        if (next == null) {
          return;
        }
        assertEquals(next, view.sequence);
        assertEquals("client" + live.get(next), view.clientId());
        place.passed = next;
      }
    }
  }

  @Test
  void cursorsSeeTheRecordsInOrderWhileChunksAreMerged() {
    Seeds.each(4, random -> new History(random, 4_000).run(120_000));
  }

  @Test
  void cursorsSeeTheRecordsOfFewClientsInOrder() {
    Seeds.each(4, random -> new History(random, 20).run(60_000));
  }

  @Test
  void feedOfOneClientTakesFewChunks() {
    Feed feed = new Feed((address, position) -> {});
    int position = feed.add(1);
    for (int i = 0; i < 1_000_000; i++) {
      feed.remove(position);
      position = feed.add(1);
    }
    assertTrue(feed.bytes() <= 8L * FeedChunk.BYTES, feed.bytes() + " bytes");
    assertEquals(1, feed.address(position));
  }

  @Test
  void arraysOfAnEmptiedFeedAreGivenBack() {
    int[] positions = new int[200_000];
    Feed feed = new Feed((address, position) -> positions[address] = position);
    for (int i = 1; i < positions.length; i++) {
      positions[i] = feed.add(i);
    }
    long full = feed.bytes();
    for (int i = 1; i < positions.length; i++) {
      feed.remove(positions[i]);
    }
    assertTrue(feed.bytes() * 4 < full, feed.bytes() + " bytes of " + full);
  }

  @Test
  void entryThatIsMovedHasItsNewPosition() {
    int[] positions = new int[3 * FeedChunk.CAPACITY];
    Feed feed = new Feed((address, position) -> positions[address] = position);
    for (int i = 1; i < positions.length; i++) {
      positions[i] = feed.add(i);
    }
    for (int i = 1; i < positions.length; i++) {
      if (i % 10 != 0) {
        feed.remove(positions[i]);
      }
    }
    for (int i = 10; i < positions.length; i += 10) {
      assertEquals(i, feed.address(positions[i]));
    }
  }

  @Test
  void whatIsExpectedIsNotChanged() {
    LogStore store = new LogStore(SECOND, 1);
    byte[] ids = Records.bytes("kiwi emu moa");
    AtView[] expected = {new AtView(), new AtView(), new AtView()};
    expected[0].line(ids, 0, 12, 0, 4);
    expected[1].line(ids, 0, 12, 5, 8);
    expected[2].line(ids, 0, 12, 9, 12);
    store.expect(expected, 3);
    AtView emu = Records.record("A", 0, Records.bytes("emu"), "+1-1", 0);
    emu.sequence = 1;
    assertEquals(Merged.NEW, store.accept(emu, true));
    store.expect(expected, 3);
    assertEquals(1, store.clients());
    AtView[] reports = {
      Records.record("A", 0, Records.bytes("emu"), "+1-1", SECOND),
      Records.record("A", 0, Records.bytes("rhea"), "+1-1", SECOND)
    };
    store.expect(reports, 2);
    assertEquals(Merged.NEWER, store.accept(reports[0], true));
    assertEquals(Merged.NEW, store.accept(reports[1], true));
    // a view that is used again is not taken for the one that was expected
    reports[0].line(ids, 0, 12, 0, 4);
    assertEquals(Merged.NEW, store.accept(reports[0], true));
    assertEquals(3, store.clients());
    store.remove(reports[0]);
    assertEquals(2, store.clients());
    assertTrue(store.find(ids, 5, 8, new AtView()));
    assertFalse(store.find(ids, 0, 4, new AtView()));
  }

  @Test
  void moreClientsAreExpectedThanCanBeLookedUpTogether() {
    LogStore store = new LogStore(SECOND, 1);
    AtView[] reports = new AtView[100];
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < reports.length; i++) {
        reports[i] = Records.record("A", 0, Records.bytes("client" + i), "+1-1", round);
      }
      store.expect(reports, reports.length);
      for (AtView report : reports) {
        assertNotEquals(0, report.idHash);
        assertEquals(round == 1 ? Merged.NEW : Merged.NEWER, store.accept(report, true));
      }
    }
    assertEquals(reports.length, store.clients());
  }

  @Test
  void entriesThatAreNoHolesAreFoundAndCounted() {
    Seeds.each(
        20,
        random -> {
          FeedChunk chunk = new FeedChunk(3);
          BitSet live = new BitSet();
          int entries = 1 + random.nextInt(FeedChunk.CAPACITY);
          for (int i = 0; i < entries; i++) {
            assertEquals(i, chunk.add(i + 1));
            live.set(i);
          }
          int denseness = 1 + random.nextInt(100);
          for (int i = 0; i < entries; i++) {
            if (random.nextInt(denseness) != 0) {
              chunk.remove(i);
              live.clear(i);
            }
          }
          assertEquals(live.cardinality(), chunk.live);
          for (int i = 0; i <= FeedChunk.CAPACITY; i++) {
            int next = live.nextSetBit(i);
            assertEquals(next < 0 ? entries : next, chunk.firstLive(i));
            assertEquals(live.get(0, i).cardinality(), chunk.liveBefore(i));
            assertEquals(live.get(i), i < FeedChunk.CAPACITY && chunk.isLive(i));
          }
          chunk.setEntries(entries);
          assertEquals(entries, chunk.liveBefore(FeedChunk.CAPACITY));
          assertEquals(entries, chunk.live);
          assertEquals(entries, chunk.end);
        });
  }

  @Test
  void bytesAreThoseOfTheChunks() {
    Feed feed = new Feed((address, position) -> {});
    int chunk = 4 * FeedChunk.CAPACITY + FeedChunk.CAPACITY / 8;
    assertEquals(chunk, feed.bytes());
    for (int i = 1; i <= FeedChunk.CAPACITY + 1; i++) {
      feed.add(i);
    }
    assertEquals(2 * chunk, feed.bytes());
  }
}
