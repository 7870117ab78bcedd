package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PassageTest {

  @Test
  void roomIsWhatIsLeftOfTheBound() {
    Passage passage = new Passage(10);
    assertEquals(10, passage.room(11));
    passage.give(7);
    assertEquals(2, passage.room(2));
    assertEquals(3, passage.room(3));
    assertEquals(3, passage.room(4));
    passage.give(3);
    assertEquals(0, passage.room(1));
    assertEquals(10, passage.bytes());
  }

  @Test
  void takerIsToldOnceOfAGiverThatWaits() {
    Passage passage = new Passage(10);
    passage.give(10);
    assertFalse(passage.take(1));
    assertEquals(1, passage.room(2));
    assertTrue(passage.take(1));
    assertFalse(passage.take(1));
    assertFalse(passage.isEmpty());
    assertTrue(passage.take(7));
    assertTrue(passage.isEmpty());
  }

  @Test
  void oneThatTakesOneAtATimeIsFullWithAnything() {
    Passage passage = new Passage(1);
    passage.give(1_000);
    assertFalse(passage.isEmpty());
    assertTrue(passage.take(1_000));
    assertTrue(passage.isEmpty());
  }

  /** A giver that waits is always told, or this would not end. */
  @Test
  void nobodyWaitsForEverAndTheBoundIsKept() throws InterruptedException {
    Random random = new Random(1);
    Passage passage = new Passage(100);
    ConcurrentLinkedQueue<Integer> given = new ConcurrentLinkedQueue<>();
    Semaphore arrivals = new Semaphore(0);
    Semaphore told = new Semaphore(0);
    int rounds = 50_000;
    Thread taker =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                arrivals.acquireUninterruptibly();
                if (passage.take(given.remove())) {
                  told.release();
                }
              }
            });
    taker.start();
    for (int i = 0; i < rounds; i++) {
      int wanted = 1 + random.nextInt(100);
      int room = passage.room(wanted);
      while (room == 0) {
        assertTrue(told.tryAcquire(30, TimeUnit.SECONDS), "round " + i);
        room = passage.room(wanted);
      }
      passage.give(room);
      assertTrue(passage.bytes() <= 100);
      given.add(room);
      arrivals.release();
    }
    taker.join();
    assertEquals(0, passage.bytes());
  }
}
