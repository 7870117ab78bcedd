package io.herd.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class AtViewTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long FUTURE = 60 * SECOND;

  private static int compare(AtView a, AtView b) {
    return Integer.signum(a.compareTo(b, FUTURE));
  }

  private static AtView at(String server, long receiptSeconds, long clientSeconds) {
    return Records.record(server, receiptSeconds * SECOND, "kiwi", clientSeconds * SECOND);
  }

  /** Records of one client, many of them with the same times, extreme ones among them. */
  private static List<AtView> generated(RandomGenerator random, int count) {
    long[] times = new long[5];
    for (int i = 0; i < times.length; i++) {
      times[i] = Seeds.edgyLong(random);
    }
    List<AtView> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long receipt = times[random.nextInt(times.length)];
      long client = random.nextBoolean() ? times[random.nextInt(times.length)] : receipt + FUTURE;
      client = random.nextInt(4) == 0 ? client + random.nextLong(-1, 2) : client;
      String server = "S" + random.nextInt(3) + (random.nextBoolean() ? "" : "0");
      all.add(Records.record(server, receipt, "kiwi", client));
    }
    return all;
  }

  @Test
  void orderIsAntisymmetric() {
    Seeds.each(
        500,
        random -> {
          List<AtView> all = generated(random, 12);
          for (AtView a : all) {
            for (AtView b : all) {
              assertEquals(compare(a, b), -compare(b, a), () -> a.copy() + " | " + b.copy());
            }
          }
        });
  }

  @Test
  void orderIsTransitive() {
    Seeds.each(
        300,
        random -> {
          List<AtView> all = generated(random, 10);
          for (AtView a : all) {
            for (AtView b : all) {
              for (AtView c : all) {
                if (compare(a, b) <= 0 && compare(b, c) <= 0) {
                  assertTrue(
                      compare(a, c) <= 0, () -> a.copy() + " | " + b.copy() + " | " + c.copy());
                }
              }
            }
          }
        });
  }

  @Test
  void onlyEqualLinesAreEqualInOrder() {
    Seeds.each(
        500,
        random -> {
          List<AtView> all = generated(random, 12);
          for (AtView a : all) {
            for (AtView b : all) {
              assertEquals(a.copy().equals(b.copy()), compare(a, b) == 0);
            }
          }
        });
  }

  @Test
  void laterClientTimeIsGreater() {
    assertEquals(1, compare(at("B", 10, 6), at("A", 5, 5)));
    assertEquals(-1, compare(at("B", 10, 4), at("A", 5, 5)));
  }

  @Test
  void earlierReceiptIsGreaterAtEqualTimes() {
    assertEquals(1, compare(at("B", 9, 5), at("A", 10, 5)));
  }

  @Test
  void smallerServerIsGreaterAtEqualTimesAndReceipts() {
    assertEquals(1, compare(at("A", 10, 5), at("B", 10, 5)));
    assertEquals(1, compare(at("A", 10, 5), at("A2", 10, 5)));
    assertEquals(1, compare(at("A", 10, 5), at("A-", 10, 5)));
  }

  @Test
  void smallerBytesAreGreaterAtEqualTimesReceiptsAndServers() {
    AtView one = Records.record("A", 0, Records.bytes("kiwi"), "+1-1", 0);
    AtView two = Records.record("A", 0, Records.bytes("kiwi"), "+2-1", 0);
    assertEquals(1, compare(one, two));
    assertEquals(0, compare(one, one));
  }

  @Test
  void clientTimeCountsUpToTheAllowedFuture() {
    assertEquals(69 * SECOND, at("A", 10, 69).effectiveNanos(FUTURE));
    assertEquals(70 * SECOND, at("A", 10, 70).effectiveNanos(FUTURE));
    assertEquals(70 * SECOND, at("A", 10, 71).effectiveNanos(FUTURE));
    assertEquals(70 * SECOND, at("A", 10, 1_000_000).effectiveNanos(FUTURE));
  }

  @Test
  void futureBeyondTheRangeOfTimesIsNoLimit() {
    AtView view = Records.record("A", Long.MAX_VALUE - 5, "kiwi", Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, view.effectiveNanos(FUTURE));
  }

  @Test
  void clockFarAheadDoesNotBeatALaterReport() {
    assertEquals(-1, compare(at("A", 10, 1_000_000), at("A", 100, 99)));
  }

  @Test
  void textOfAViewIsItsLine() {
    assertEquals(
        "AT A +1.000000000 kiwi +34.068930-118.445127 0.000000001",
        Records.record("A", 1_000_000_001, "kiwi", 1).toString());
  }
}
