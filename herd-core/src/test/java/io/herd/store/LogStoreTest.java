package io.herd.store;

import static io.herd.protocol.Records.bytes;
import static io.herd.protocol.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class LogStoreTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long FUTURE = 60 * SECOND;

  private final LogStore store = new LogStore(FUTURE, 1);
  private final AtView view = new AtView();

  private static AtView report(String id, long receiptSeconds, long clientSeconds) {
    return record("A", receiptSeconds * SECOND, id, clientSeconds * SECOND);
  }

  private static AtView numbered(AtView record, int origin, long sequence) {
    record.origin = origin;
    record.sequence = sequence;
    return record;
  }

  private boolean find(String id) {
    return store.find(bytes(id), 0, id.length(), view);
  }

  private static Map<String, AtRecord> contents(LogStore store) {
    Map<String, AtRecord> all = new TreeMap<>();
    AtView view = new AtView();
    try (LocationStore.Cursor cursor = store.cursor()) {
      while (cursor.next(view)) {
        AtRecord record = view.copy();
        assertEquals(null, all.put(record.clientId(), record), "a client twice in the feed");
      }
    }
    return all;
  }

  @Test
  void repeatedReportChangesNothing() {
    assertEquals(Merged.NEW, store.accept(numbered(report("kiwi", 5, 4), 0, 1), true));
    assertEquals(Merged.OLDER, store.accept(numbered(report("kiwi", 6, 4), 0, 2), true));
    assertEquals(Merged.OLDER, store.accept(numbered(report("kiwi", 4, 4), 0, 2), true));
    assertTrue(find("kiwi"));
    assertEquals(5 * SECOND, view.receiptNanos);
  }

  @Test
  void repeatedReportOfAClockFarAheadChangesNothing() {
    assertEquals(Merged.NEW, store.accept(numbered(report("kiwi", 5, 9_999), 0, 1), true));
    assertEquals(Merged.OLDER, store.accept(numbered(report("kiwi", 50, 9_999), 0, 2), true));
  }

  @Test
  void nextReportOfAClockFarAheadIsKept() {
    assertEquals(Merged.NEW, store.accept(numbered(report("kiwi", 5, 9_999), 0, 1), true));
    assertEquals(Merged.NEWER, store.accept(numbered(report("kiwi", 6, 10_000), 0, 2), true));
  }

  @Test
  void reportAfterAClockWasSetRightIsKept() {
    assertEquals(Merged.NEW, store.accept(numbered(report("kiwi", 5, 9_999), 0, 1), true));
    assertEquals(Merged.OLDER, store.accept(numbered(report("kiwi", 60, 60), 0, 2), true));
    assertEquals(Merged.NEWER, store.accept(numbered(report("kiwi", 70, 70), 0, 2), true));
  }

  @Test
  void newClientIsRefusedWhereTheCallSaysSo() {
    assertEquals(Merged.FULL, store.accept(report("kiwi", 1, 1), false));
    assertFalse(find("kiwi"));
    assertEquals(Merged.NEW, store.accept(numbered(report("kiwi", 1, 1), 0, 1), true));
    assertEquals(Merged.NEWER, store.accept(numbered(report("kiwi", 2, 2), 0, 2), false));
    assertEquals(1, store.clients());
  }

  @Test
  void bytesAreThoseOfSegmentsTableAndFeed() {
    assertEquals((1 << 14) + 8 * 256 + 4 * 4_096 + 4_096 / 8, store.bytes());
    for (int i = 0; i < 200; i++) {
      store.merge(numbered(report("client" + i, 1, 1), 0, i + 1));
    }
    assertEquals(2 * (1 << 14) + 8 * 512 + 4 * 4_096 + 4_096 / 8, store.bytes());
  }

  @Test
  void viewIsUnchangedWhereNothingIsFound() {
    assertEquals(Merged.NEW, store.merge(numbered(report("kiwi", 1, 1), 2, 3)));
    assertTrue(find("kiwi"));
    assertFalse(find("kiw"));
    assertFalse(find("kiwi2"));
    assertFalse(find("Kiwi"));
    assertEquals("kiwi", view.copy().clientId());
    assertEquals(2, view.origin);
    assertEquals(3, view.sequence);
  }

  @Test
  void sameRecordIsRememberedToBeHeldByBothLinks() {
    AtView first = numbered(report("kiwi", 1, 1), 1, 7);
    first.heldBy = 1;
    AtView second = numbered(report("kiwi", 1, 1), 1, 7);
    second.heldBy = 4;
    assertEquals(Merged.NEW, store.merge(first));
    assertEquals(Merged.SAME, store.merge(second));
    assertTrue(find("kiwi"));
    assertEquals(5, view.heldBy);
    store.clearHeldBy(1);
    assertTrue(find("kiwi"));
    assertEquals(4, view.heldBy);
  }

  @Test
  void recordThatACursorHasShownIsRememberedToBeHeld() {
    store.merge(numbered(report("kiwi", 1, 1), 1, 7));
    store.merge(numbered(report("plum", 1, 1), 1, 8));
    LocationStore.Cursor cursor = store.cursor();
    assertTrue(cursor.next(view));
    cursor.addHeldBy(2);
    cursor.addHeldBy(4);
    assertTrue(find("kiwi"));
    assertEquals(6, view.heldBy);
    assertTrue(find("plum"));
    assertEquals(0, view.heldBy);
    cursor.close();
  }

  @Test
  void mergeTellsByWhomTheFormerRecordIsHeld() {
    AtView first = numbered(report("kiwi", 1, 1), 1, 7);
    first.heldBy = 5;
    store.merge(first);
    assertEquals(0, first.heldHeldBy);
    AtView second = numbered(report("kiwi", 2, 2), 2, 3);
    second.heldBy = 8;
    assertEquals(Merged.NEWER, store.merge(second));
    assertEquals(5, second.heldHeldBy);
    assertEquals(Merged.OLDER, store.merge(first));
    assertEquals(8, first.heldHeldBy);
  }

  @Test
  void mergeDoesNotDependOnTheOrderOrOnRepetition() {
    Seeds.each(
        200,
        random -> {
          List<AtView> records = someRecords(random);
          LogStore one = new LogStore(FUTURE, 1);
          records.forEach(one::merge);
          for (int i = 0; i < 10; i++) {
            List<AtView> shuffled = new ArrayList<>(records);
            shuffled.addAll(records.subList(0, random.nextInt(records.size())));
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            LogStore other = new LogStore(FUTURE, 2);
            shuffled.forEach(other::merge);
            assertEquals(contents(one), contents(other));
          }
        });
  }

  @Test
  void mergeOfStoresDoesNotDependOnTheirGrouping() {
    Seeds.each(
        200,
        random -> {
          List<AtView> a = someRecords(random);
          List<AtView> b = someRecords(random);
          List<AtView> c = someRecords(random);
          LogStore left = merged(merged(store(a), store(b)), store(c));
          LogStore right = merged(store(a), merged(store(b), store(c)));
          assertEquals(contents(left), contents(right));
        });
  }

  private static LogStore store(List<AtView> records) {
    LogStore store = new LogStore(FUTURE, 3);
    records.forEach(store::merge);
    return store;
  }

  private static LogStore merged(LogStore into, LogStore from) {
    AtView view = new AtView();
    try (LocationStore.Cursor cursor = from.cursor()) {
      while (cursor.next(view)) {
        into.merge(view);
      }
    }
    return into;
  }

  private static List<AtView> someRecords(RandomGenerator random) {
    List<AtView> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      long receipt = random.nextLong(6) * 30 * SECOND;
      long client = receipt + random.nextLong(-3, 5) * 30 * SECOND;
      int server = random.nextInt(3);
      AtView record = record("S" + server, receipt, "c" + random.nextInt(4), client);
      records.add(numbered(record, server, i + 1));
    }
    return records;
  }

  @Test
  void hundredThousandClientsAreFoundAgain() {
    int clients = 100_000;
    for (int i = 0; i < clients; i++) {
      assertEquals(Merged.NEW, store.accept(numbered(report("client" + i, 1, 1), 0, i + 1), true));
    }
    assertEquals(clients, store.clients());
    for (int i = 0; i < clients; i++) {
      assertTrue(find("client" + i));
      assertEquals(i + 1, view.sequence);
    }
    assertFalse(find("client" + clients));
    assertEquals(clients, contents(store).size());
  }

  @Test
  void cursorsSeeEachRecordOnceWhileAllSegmentsAreRewritten() {
    int clients = 5_000;
    LocationStore.Cursor slow = store.cursor();
    long sequence = 0;
    long last = 0;
    for (int round = 1; round <= 40; round++) {
      for (int i = 0; i < clients; i++) {
        store.accept(numbered(report("client" + i, round, round), 0, ++sequence), true);
        if (i % 3 == 0 && slow.next(view)) {
          assertTrue(view.sequence > last, "the feed is in the order of the sequences");
          last = view.sequence;
        }
      }
    }
    int seen = 0;
    while (slow.next(view)) {
      assertTrue(view.sequence > last);
      last = view.sequence;
      seen++;
    }
    assertEquals(sequence, last);
    assertTrue(seen <= clients, seen + " live records of " + clients + " clients");
  }

  @Test
  void memoryOfFewClientsIsBoundedByWhatIsLive() {
    assertMemoryBound(10_000);
  }

  @Test
  void memoryOfManyClientsIsBoundedByWhatIsLive() {
    assertMemoryBound(50_000);
  }

  /**
   * Holes are a third of the segments at the most; the last segment, the table and the feed come on
   * top. Lines get longer on the way, so that records outgrow the room of those before them.
   */
  private void assertMemoryBound(int clients) {
    Random random = new Random(1);
    int[] sizes = new int[clients];
    long live = 0;
    for (int i = 0; i < clients + 1_000_000; i++) {
      int client = i < clients ? i : random.nextInt(clients);
      AtView report = numbered(report("client" + (10_000 + client), i, i), 0, i + 1);
      int size = Math.max(sizes[client], Segment.recordBytes(report));
      live += size - sizes[client];
      sizes[client] = size;
      store.accept(report, true);
      if (i > clients) {
        long bound = live * 3 / 2 + (1 << 18) + 22L * clients + 10L * clients + (1 << 17);
        assertTrue(store.bytes() <= bound, store.bytes() + " bytes, bound " + bound);
      }
    }
  }

  @Test
  void memoryOfRemovedRecordsComesBackWithoutAnyNewOne() {
    int clients = 50_000;
    for (int i = 0; i < clients; i++) {
      store.accept(numbered(report("client" + i, i, i), 0, i + 1), true);
    }
    long table = 8L << 17;
    long before = store.bytes() - table;
    try (LocationStore.Cursor cursor = store.cursor()) {
      for (int left = clients; cursor.next(view); left--) {
        assertTrue(store.remove(view));
        long bound = before * left / clients * 3 / 2 + (3 << 18);
        long bytes = store.bytes() - table;
        assertTrue(bytes <= bound, bytes + " bytes for " + left + " clients of " + before);
      }
    }
    assertEquals(0, store.clients());
    assertTrue(store.bytes() - table <= 2 << 18);
  }

  @Test
  void recordThatWasReplacedMeanwhileIsNotRemoved() {
    store.merge(numbered(report("kiwi", 1, 1), 0, 1));
    assertFalse(store.remove(numbered(report("kiwi", 1, 1), 0, 2)));
    assertFalse(store.remove(numbered(report("kiwi", 1, 1), 1, 1)));
    assertFalse(store.remove(numbered(report("emu", 1, 1), 0, 1)));
    assertTrue(store.remove(numbered(report("kiwi", 1, 1), 0, 1)));
    assertFalse(store.remove(numbered(report("kiwi", 1, 1), 0, 1)));
  }

  @Test
  void removalIsNoClientAndMakesRoomForNobody() {
    AtView removal = record("A", 2 * SECOND, Records.bytes("kiwi"), "-", 2 * SECOND);
    store.merge(numbered(removal, 0, 1));
    assertEquals(0, store.clients());
    assertEquals(Merged.FULL, store.accept(numbered(report("kiwi", 3, 3), 0, 2), false));
    assertEquals(Merged.OLDER, store.accept(numbered(report("kiwi", 1, 1), 0, 2), false));
    assertEquals(Merged.NEWER, store.accept(numbered(report("kiwi", 3, 3), 0, 2), true));
    assertEquals(1, store.clients());
  }

  @Test
  void cursorOfAnotherStoreIsRefused() {
    LocationStore.Cursor other = new LogStore(FUTURE, 1).cursor();
    LocationStore.Cursor mine = store.cursor();
    assertThrows(IllegalArgumentException.class, () -> mine.moveTo(other));
  }

  @Test
  void cursorOfAnEmptyStoreIsAtItsEnd() {
    LocationStore.Cursor cursor = store.cursor();
    assertTrue(cursor.atEnd());
    assertFalse(cursor.next(view));
    store.merge(numbered(report("kiwi", 1, 1), 0, 1));
    assertFalse(cursor.atEnd());
    assertTrue(cursor.next(view));
    assertTrue(cursor.atEnd());
  }
}
