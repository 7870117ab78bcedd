package io.herd.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The table and a map, side by side. */
final class ClientTableTest {

  private final ClientTable table = new ClientTable();
  private final Map<Integer, Integer> model = new HashMap<>();
  private final Map<Integer, Integer> clientAt = new HashMap<>();
  private int addresses;

  /** A table whose clients have one of so many hashes. */
  private record Shape(int steps, int clients, int hashes, int removals) {}

  private int find(int client, int hashes) {
    byte[] id = Integer.toString(client).getBytes(US_ASCII);
    return table.find(hash(client, hashes), id, 0, id.length, this::isOf);
  }

  private boolean isOf(int address, byte[] id, int from, int to) {
    String client = new String(id, from, to - from, US_ASCII);
    return Integer.toString(clientAt.get(address)).equals(client);
  }

  /** Near each other, and at the end of any table too. */
  private static int hash(int client, int hashes) {
    return -hashes / 2 + client % hashes;
  }

  private void run(RandomGenerator random, Shape shape) {
    for (int step = 0; step < shape.steps; step++) {
      int client = random.nextInt(shape.clients);
      int place = find(client, shape.hashes);
      assertEquals(model.containsKey(client), place >= 0);
      boolean removes = random.nextInt(100) < shape.removals;
      if (place >= 0 && removes) {
        table.remove(place);
        model.remove(client);
      } else if (place >= 0) {
        assertEquals(model.get(client), table.address(place));
        table.move(hash(client, shape.hashes), table.address(place), nextAddress(client));
      } else if (!removes) {
        table.add(~place, hash(client, shape.hashes), nextAddress(client));
      }
      assertEquals(model.size(), table.size());
    }
    for (int client = 0; client < shape.clients; client++) {
      int place = find(client, shape.hashes);
      assertEquals(model.containsKey(client), place >= 0, "client " + client);
      assertTrue(place < 0 || model.get(client) == table.address(place), "client " + client);
    }
  }

  private int nextAddress(int client) {
    clientAt.put(++addresses, client);
    model.put(client, addresses);
    return addresses;
  }

  private static void check(int seeds, Shape shape) {
    Seeds.each(seeds, random -> new ClientTableTest().run(random, shape));
  }

  @Test
  void tableThatGrowsAgreesWithAMap() {
    check(20, new Shape(20_000, 5_000, 5_000, 30));
  }

  @Test
  void tableThatIsNearlyFullAgreesWithAMap() {
    check(50, new Shape(20_000, 200, 256, 45));
  }

  @Test
  void manyClientsOfEqualHashAgreeWithAMap() {
    check(50, new Shape(5_000, 150, 3, 45));
  }

  @Test
  void clientsOfOneHashAgreeWithAMap() {
    check(20, new Shape(3_000, 60, 1, 45));
  }

  @Test
  void tableIsEmptyWhenAllAreRemoved() {
    Shape shape = new Shape(3_000, 1_000, 100, 0);
    Seeds.each(
        5,
        random -> {
          ClientTableTest test = new ClientTableTest();
          test.run(random, shape);
          for (int client = 0; client < shape.clients; client++) {
            int place = test.find(client, shape.hashes);
            if (place >= 0) {
              test.table.remove(place);
            }
          }
          assertEquals(0, test.table.size());
          for (int place = 0; place < test.table.bytes() / 8; place++) {
            assertEquals(0, test.table.address(place), "place " + place);
          }
        });
  }

  @Test
  void tableGrowsWhenThreeQuartersAreFull() {
    assertEquals(8 * 256, table.bytes());
    for (int client = 0; client < 192; client++) {
      table.add(~find(client, 1_000), hash(client, 1_000), nextAddress(client));
    }
    assertEquals(8 * 256, table.bytes());
    table.add(~find(192, 1_000), hash(192, 1_000), nextAddress(192));
    assertEquals(8 * 512, table.bytes());
  }

  @Test
  void likelyAddressIsThatOfTheFirstClientWithTheHash() {
    for (int client = 0; client < 3; client++) {
      table.add(~find(client, 1), hash(client, 1), nextAddress(client));
    }
    table.add(~find(3, 1_000), hash(3, 1_000), nextAddress(3));
    assertEquals(model.get(0), table.likelyAddress(hash(0, 1)));
    assertEquals(model.get(3), table.likelyAddress(hash(3, 1_000)));
    assertEquals(0, table.likelyAddress(12_345));
  }
}
