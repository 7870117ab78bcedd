package io.herd.benchmarks.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When members agree. */
final class AgreementTest {

  /** A map that tells of nothing, and knows what it is asked. */
  private record Silent(long stamp) implements ReplicatedMap {

    @Override
    public Map<String, String> description() {
      return Map.of();
    }

    @Override
    public void start(int member) {}

    @Override
    public void stop(int member) {}

    @Override
    public void put(int member, int key, long value) {}

    @Override
    public long get(int member, int key) {
      return stamp;
    }

    @Override
    public int size(int member) {
      return 0;
    }

    @Override
    public void close() throws IOException {}
  }

  @Test
  void allMembersHaveToHoldEveryKey() throws Exception {
    Agreement agreement = new Agreement(0, 2, 2, 2, 5);
    agreement.onValue(0, 0, 5);
    agreement.onValue(0, 1, 6);
    agreement.onValue(1, 0, 7);
    assertThrows(IllegalStateException.class, () -> agreement.await(new Silent(-1), 0));
    agreement.onValue(1, 1, 5);
    assertTrue(agreement.await(new Silent(-1), 0) != 0);
  }

  @Test
  void keyIsCountedOnce() {
    Agreement agreement = new Agreement(0, 1, 2, 2, 5);
    agreement.onValue(0, 0, 5);
    agreement.onValue(0, 0, 6);
    assertThrows(IllegalStateException.class, () -> agreement.await(new Silent(-1), 0));
  }

  @Test
  void olderStampsAndOtherMembersDoNotCount() {
    Agreement agreement = new Agreement(1, 2, 1, 1, 5);
    agreement.onValue(1, 0, 4);
    agreement.onValue(0, 0, 5);
    agreement.onValue(2, 0, 5);
    assertThrows(IllegalStateException.class, () -> agreement.await(new Silent(-1), 0));
  }

  @Test
  void membersThatTellNothingAreAsked() throws Exception {
    Agreement agreement = new Agreement(0, 2, 3, 3, 5);
    assertTrue(agreement.await(new Silent(5), 20) != 0);
  }

  @Test
  void entriesSayTheirKeyAndStamp() {
    assertEquals(1_234, Entry.keyOf(Entry.key(1_234)));
    assertEquals(99_999_999, Entry.keyOf(Entry.key(99_999_999)));
    assertEquals(7, Entry.stampOf(Entry.value(7)));
    assertEquals(Long.MAX_VALUE, Entry.stampOf(Entry.value(Long.MAX_VALUE)));
    assertEquals(55, Entry.value(7).length());
  }
}
