package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuditTableTest {

  private static AuditTable table(long seed, int leaves, List<AtView> records) {
    AuditTable table = new AuditTable(seed, leaves);
    records.forEach(table::add);
    return table;
  }

  private static List<AtView> records(int count) {
    List<AtView> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(Records.record("Clark", 5, "client" + i, 7));
    }
    return records;
  }

  @Test
  void orderOfTheRecordsDoesNotMatter() {
    Seeds.each(
        20,
        random -> {
          int leaves = 1 << random.nextInt(17);
          List<AtView> records = records(random.nextInt(200));
          AuditTable one = table(1, leaves, records);
          Collections.shuffle(records, new Random(random.nextLong()));
          AuditTable other = table(1, leaves, records);
          assertEquals(one.root(), other.root());
          for (int range = 0; range < one.ranges(); range++) {
            assertEquals(one.range(range), other.range(range));
          }
        });
  }

  @Test
  void oneRecordMakesADifferenceInItsLeafItsRangeAndTheRootAndNowhereElse() {
    List<AtView> records = records(1_000);
    AuditTable all = table(9, 1 << 12, records);
    AtView missing = records.remove(500);
    AuditTable less = table(9, 1 << 12, records);
    int leaf = all.leafOf(missing);
    assertNotEquals(all.root(), less.root());
    for (int i = 0; i < all.leaves(); i++) {
      assertEquals(i == leaf, all.leaf(i) != less.leaf(i));
    }
    for (int range = 0; range < all.ranges(); range++) {
      assertEquals(range == leaf / all.leavesOfRange(), all.range(range) != less.range(range));
    }
  }

  @Test
  void anyByteOfALineMakesADifference() {
    AtView record = Records.record("Clark", 5, "client", 7);
    long before = table(3, 1, List.of(record)).root();
    for (int i = record.start; i < record.end; i++) {
      record.bytes[i] ^= 1;
      assertNotEquals(before, table(3, 1, List.of(record)).root(), "byte " + i);
      record.bytes[i] ^= 1;
    }
  }

  @Test
  void anotherSeedPutsClientsIntoOtherLeaves() {
    List<AtView> records = records(1_000);
    AuditTable one = new AuditTable(1, 64);
    AuditTable other = new AuditTable(2, 64);
    long same = records.stream().filter(r -> one.leafOf(r) == other.leafOf(r)).count();
    assertTrue(same < 60, same + " of 1,000 are in the same one of 64 leaves");
  }

  @Test
  void clientsAreSpreadOverTheLeaves() {
    int[] clients = new int[64];
    AuditTable table = new AuditTable(1, 64);
    records(64 * AuditTable.CLIENTS_A_LEAF).forEach(record -> clients[table.leafOf(record)]++);
    for (int count : clients) {
      assertTrue(count > 8 && count < 72, count + " clients in a leaf");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "31,1",
    "63,1",
    "64,2",
    "95,2",
    "96,4",
    "10000,512",
    "1000000,32768",
    "2000000,65536",
    "2147483647,65536"
  })
  void leavesAreAPowerOfTwo(int clients, int leaves) {
    assertEquals(leaves, AuditTable.leavesFor(clients));
    assertTrue(AuditTable.isPossible(leaves));
  }
}
