package io.herd.examples.wirelog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventRingTest {

  private static boolean put(EventRing ring, int length) {
    return ring.put(1, 7, new byte[length], 0, length, 0);
  }

  @Test
  void anEventComesOutAsItWentIn() {
    EventRing ring = new EventRing(64);
    assertTrue(ring.put(255, -5, new byte[] {9, 1, 2, 3, 9}, 1, 3, 0));
    assertFalse(ring.hasNext());
    assertTrue(ring.isEmpty());
    ring.publish();
    assertTrue(ring.hasNext());
    assertFalse(ring.isEmpty());
    assertEquals(255, ring.kind());
    assertEquals(-5, ring.number());
    assertEquals(3, ring.length());
    byte[] text = ring.text();
    assertArrayEquals(
        new byte[] {1, 2, 3}, Arrays.copyOfRange(text, ring.offset(), ring.offset() + 3));
    ring.take();
    assertFalse(ring.hasNext());
    assertTrue(ring.isEmpty());
  }

  @Test
  void aFullRingTakesNothingUntilThereIsRoom() {
    EventRing ring = new EventRing(64);
    assertFalse(put(ring, 49));
    assertTrue(put(ring, 16));
    assertTrue(put(ring, 16));
    assertFalse(put(ring, 0));
    ring.publish();
    assertTrue(ring.hasNext());
    ring.take();
    assertFalse(ring.put(1, 7, new byte[8], 0, 8, 16));
    assertTrue(ring.put(1, 7, new byte[8], 0, 8, 8));
  }

  @Test
  void aCapacityThatIsNoPowerOfTwoIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new EventRing(96));
    assertThrows(IllegalArgumentException.class, () -> new EventRing(32));
  }

  @Test
  @Timeout(60)
  void eventsOfAllLengthsPassBetweenThreadsInOrder() throws InterruptedException {
    EventRing ring = new EventRing(1 << 11);
    int count = 50_000;
    Thread putting =
        new Thread(
            () -> {
              Random random = new Random(1);
              byte[] bytes = new byte[600];
              for (int i = 0; i < count; i++) {
                int length = random.nextInt(600);
                Arrays.fill(bytes, 0, length, (byte) i);
                while (!ring.put(i & 0xff, i, bytes, 0, length, 0)) {
                  Thread.yield();
                }
                ring.publish();
              }
            });
    putting.start();
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      while (!ring.hasNext()) {
        Thread.yield();
      }
      assertEquals(i, ring.number());
      assertEquals(i & 0xff, ring.kind());
      int length = ring.length();
      assertEquals(random.nextInt(600), length);
      byte[] text = ring.text();
      for (int at = ring.offset(); at < ring.offset() + length; at++) {
        assertEquals((byte) i, text[at]);
      }
      ring.take();
    }
    putting.join();
  }
}
