package io.herd.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientsTest {

  private static final int DRAWS = 200_000;

  @ParameterizedTest
  @EnumSource
  void clientsOfAConnectionAreItsOwn(Clients.Choice choice) {
    Clients clients = new Clients(3, 50, 20, choice, new ZipfTable(21), 1);
    for (int i = 0; i < DRAWS; i++) {
      int client = clients.next();
      assertEquals(3, client % 50);
      assertTrue(client >= 0 && client < 1_000, () -> "client is " + client);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SEQUENTIAL", "UNIFORM"})
  void allClientsComeAlikeOften(Clients.Choice choice) {
    Clients clients = new Clients(0, 1, 10, choice, ZipfTable.NONE, 1);
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      counts[clients.next()]++;
    }
    for (int count : counts) {
      assertEquals(DRAWS / 10.0, count, DRAWS / 10.0 * 0.05);
    }
  }

  @Test
  void ofZipfsClientsTheSecondComesHalfAsOftenAsTheFirst() {
    Clients clients = new Clients(0, 1, 1_000, Clients.Choice.ZIPF, new ZipfTable(1_000), 1);
    int[] counts = new int[1_000];
    for (int i = 0; i < DRAWS; i++) {
      counts[clients.next()]++;
    }
    assertEquals(0.5, counts[1] / (double) counts[0], 0.03);
    assertEquals(0.1, counts[9] / (double) counts[0], 0.02);
    assertEquals(1 / 7.4855, counts[0] / (double) DRAWS, 0.005);
  }

  @Test
  void inOrderEveryClientComesOnce() {
    Clients clients = new Clients(1, 7, 100, Clients.Choice.UNIFORM, ZipfTable.NONE, 1);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < clients.count(); i++) {
      seen.add(clients.nextInOrder());
    }
    assertEquals(100, seen.size());
  }

  @Test
  void lastReportsAreOfAThousandClientsAtMost() {
    for (int count : new int[] {1, 999, 1_000, 1_001, 2_000, 2_001, 100_000_000}) {
      LastReports last = new LastReports(count);
      assertTrue(last.size() <= 1_000 && last.size() >= Math.min(count, 500), () -> "" + count);
      last.onReport(last.client(last.size() - 1), 17);
      last.onReport(count - 1, count - 1 == last.client(last.size() - 1) ? 17 : 18);
      assertEquals(17, last.timeNanos(last.size() - 1));
    }
  }
}
