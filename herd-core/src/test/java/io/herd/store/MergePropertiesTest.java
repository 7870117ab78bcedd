package io.herd.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Merging as a join, over records with equal times, equal receipts, equal lines and times at the
 * edges of their range: in every order and every grouping the same remains, the greatest of each
 * client.
 */
final class MergePropertiesTest {

  private static final long FUTURE = 60_000_000_000L;

  /** A record as a test names it. */
  private record Report(String server, String client, long receipt, long time, long sequence) {
    AtView view() {
      AtView view = Records.record(server, receipt, client, time);
      view.origin = server.charAt(1) - '0';
      view.sequence = sequence;
      return view;
    }
  }

  /** Some records of two clients, from few times and servers, and some of them twice. */
  private static List<Report> reports(RandomGenerator random, int most) {
    long[] times = new long[3];
    for (int i = 0; i < times.length; i++) {
      times[i] = Seeds.edgyLong(random);
    }
    List<Report> reports = new ArrayList<>();
    for (int i = random.nextInt(1, most + 1); i > 0; i--) {
      if (!reports.isEmpty() && random.nextInt(5) == 0) {
        reports.add(reports.get(random.nextInt(reports.size())));
        continue;
      }
      long receipt = times[random.nextInt(times.length)];
      long time = random.nextBoolean() ? times[random.nextInt(times.length)] : receipt + FUTURE;
      time += random.nextInt(3) == 0 ? random.nextLong(-1, 2) : 0;
      String client = random.nextInt(4) == 0 ? "fig" : "kiwi";
      reports.add(new Report("S" + random.nextInt(3), client, receipt, time, i));
    }
    return reports;
  }

  private static LogStore store(List<Report> reports) {
    LogStore store = new LogStore(FUTURE, reports.size());
    reports.forEach(report -> store.merge(report.view()));
    return store;
  }

  private static Map<String, AtRecord> contents(LogStore store) {
    Map<String, AtRecord> contents = new TreeMap<>();
    AtView view = new AtView();
    try (LocationStore.Cursor cursor = store.cursor()) {
      while (cursor.next(view)) {
        contents.put(view.copy().clientId(), view.copy());
      }
    }
    return contents;
  }

  /** The greatest of each client by the order alone. */
  private static Map<String, AtRecord> greatest(List<Report> reports) {
    Map<String, AtView> greatest = new TreeMap<>();
    for (Report report : reports) {
      AtView view = report.view();
      greatest.merge(
          report.client(), view, (one, other) -> one.compareTo(other, FUTURE) >= 0 ? one : other);
    }
    Map<String, AtRecord> records = new TreeMap<>();
    greatest.forEach((client, view) -> records.put(client, view.copy()));
    return records;
  }

  private static LogStore joined(LogStore one, LogStore other) {
    LogStore both = new LogStore(FUTURE, 9);
    AtView view = new AtView();
    for (LogStore from : List.of(one, other)) {
      try (LocationStore.Cursor cursor = from.cursor()) {
        while (cursor.next(view)) {
          both.merge(view);
        }
      }
    }
    return both;
  }

  private static <T> void eachOrder(List<T> list, Consumer<List<T>> check) {
    if (list.isEmpty()) {
      check.accept(List.of());
    }
    for (int first = 0; first < list.size(); first++) {
      List<T> rest = new ArrayList<>(list);
      T head = rest.remove(first);
      eachOrder(
          rest,
          tail -> {
            List<T> order = new ArrayList<>(List.of(head));
            order.addAll(tail);
            check.accept(order);
          });
    }
  }

  /** Every store that the records can be joined to in pairs of neighbours. */
  private static List<LogStore> groupings(List<Report> reports) {
    if (reports.size() <= 1) {
      return List.of(store(reports));
    }
    List<LogStore> all = new ArrayList<>();
    for (int cut = 1; cut < reports.size(); cut++) {
      for (LogStore left : groupings(reports.subList(0, cut))) {
        for (LogStore right : groupings(reports.subList(cut, reports.size()))) {
          all.add(joined(left, right));
        }
      }
    }
    return all;
  }

  @Test
  void everyOrderLeavesTheGreatestOfEachClient() {
    Seeds.eachList(
        150,
        random -> reports(random, 5),
        reports -> {
          Map<String, AtRecord> expected = greatest(reports);
          eachOrder(reports, order -> assertEquals(expected, contents(store(order))));
        });
  }

  @Test
  void everyGroupingLeavesTheGreatestOfEachClient() {
    Seeds.eachList(
        150,
        random -> reports(random, 5),
        reports -> {
          Map<String, AtRecord> expected = greatest(reports);
          groupings(reports).forEach(store -> assertEquals(expected, contents(store)));
        });
  }

  @Test
  void joinOfAStoreWithItselfChangesNothing() {
    Seeds.eachList(
        500,
        random -> reports(random, 20),
        reports -> {
          LogStore store = store(reports);
          assertEquals(contents(store), contents(joined(store, store)));
          reports.forEach(report -> store.merge(report.view()));
          assertEquals(greatest(reports), contents(store));
        });
  }

  @Test
  void whatIsHeldOfAClientOnlyGrows() {
    Seeds.eachList(
        500,
        random -> reports(random, 20),
        reports -> {
          LogStore store = new LogStore(FUTURE, 1);
          AtView before = new AtView();
          AtView after = new AtView();
          for (int i = 0; i < reports.size(); i++) {
            AtView next = reports.get(i).view();
            boolean known = store.find(next.bytes, next.idStart, next.idEnd, before);
            AtView held = known ? copy(before) : next;
            boolean kept =
                isKept(i % 3 == 0 ? store.accept(next, true) : store.merge(reports.get(i).view()));
            assertTrue(store.find(next.bytes, next.idStart, next.idEnd, after));
            int grown = after.compareTo(held, FUTURE);
            assertTrue(grown >= 0, "what is held became smaller");
            assertEquals(kept, !known || grown > 0, "kept is what made it greater");
          }
        });
  }

  private static boolean isKept(LocationStore.Merged merged) {
    return merged == LocationStore.Merged.NEW || merged == LocationStore.Merged.NEWER;
  }

  private static AtView copy(AtView view) {
    AtView copy = new AtView();
    byte[] line = view.copy().toBytes();
    copy.line(line, 0, line.length, view.idStart - view.start, view.idEnd - view.start);
    copy.clientNanos = view.clientNanos;
    copy.receiptNanos = view.receiptNanos;
    return copy;
  }
}
