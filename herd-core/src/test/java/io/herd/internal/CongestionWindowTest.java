package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CongestionWindowTest {

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final int STRETCH = CongestionWindow.BYTES_FIRST / 4;

  private final CongestionWindow window = new CongestionWindow(0);
  private long now;

  /** Sends a window full, which is answered after this time; all of it was asked about. */
  private void sendAll(long answeredAfter) {
    while (window.room() > 0) {
      if (window.onSent(window.stretch(), now)) {
        window.mark(now);
      }
    }
    window.onHeld();
    now += answeredAfter;
    window.onRead(window.marked(), now);
  }

  private int size() {
    assertEquals(4 * window.stretch(), window.room(), "nothing is on its way");
    return 4 * window.stretch();
  }

  @Test
  void asksAfterEachQuarter() {
    assertFalse(window.onSent(STRETCH - 1, now));
    assertTrue(window.onSent(1, now));
    assertEquals(STRETCH, window.mark(now));
    assertFalse(window.onSent(STRETCH - 1, now));
  }

  @Test
  void linkThatCarriesLittleIsNotAsked() {
    for (int i = 0; i < 1_000; i++) {
      assertFalse(window.onSent(CongestionWindow.BYTES_MIN / 4, now));
      now += SECOND / 4;
    }
    assertTrue(window.room() > 0);
  }

  @Test
  void noMoreThanTheWindowIsOnItsWay() {
    window.onSent(STRETCH, now);
    window.mark(now);
    window.onSent(3 * STRETCH, now);
    assertEquals(0, window.room());
    window.mark(now);
    window.onRead(STRETCH, now);
    assertEquals(STRETCH, window.room());
    window.onRead(4 * STRETCH, now);
    assertEquals(4 * STRETCH, window.room());
  }

  @Test
  void positionsThatCannotBeAreIgnored() {
    window.onSent(2 * STRETCH, now);
    window.mark(now);
    for (long position : new long[] {-1, 0, 2 * STRETCH + 1, Long.MAX_VALUE}) {
      window.onRead(position, now);
      assertEquals(2 * STRETCH, window.room());
    }
    window.onRead(2 * STRETCH, now);
    window.onRead(STRETCH, now);
    assertEquals(4 * STRETCH, window.room());
  }

  @Test
  void growsWhileAnswersArePromptAndItHoldsRecordsUp() {
    sendAll(MILLI);
    assertEquals(2 * CongestionWindow.BYTES_FIRST, size());
    sendAll(3 * MILLI);
    assertEquals(4 * CongestionWindow.BYTES_FIRST, size());
    sendAll(9 * MILLI);
    assertEquals(4 * CongestionWindow.BYTES_FIRST, size(), "neither prompt nor late");
    for (int i = 0; i < 20; i++) {
      sendAll(MILLI);
    }
    assertEquals(CongestionWindow.BYTES_MAX, size());
  }

  @Test
  void doesNotGrowIfItHoldsNothingUp() {
    window.onSent(STRETCH, now);
    window.mark(now);
    window.onRead(STRETCH, now);
    assertEquals(CongestionWindow.BYTES_FIRST, size());
  }

  @Test
  void shrinksToItsLeastWhileAnswersAreLate() {
    sendAll(MILLI);
    sendAll(12 * MILLI);
    assertEquals(CongestionWindow.BYTES_FIRST, size());
    for (int i = 0; i < 5; i++) {
      sendAll(12 * MILLI);
    }
    assertEquals(CongestionWindow.BYTES_MIN, size());
  }

  @Test
  void whatWasSentBehindAMarkIsOnItsWayUntilTheNextOneIsAnswered() {
    window.onSent(STRETCH, now);
    window.mark(now);
    window.onSent(STRETCH / 2, now);
    now += 60 * SECOND;
    assertTrue(
        window.onSent(STRETCH / 2, now), "a mark is due, however long ago the first half was");
    assertEquals(2 * STRETCH, window.room());
  }

  @Test
  void farNeighbourIsGivenWhatTheWayHolds() {
    for (int i = 0; i < 6; i++) {
      sendAll(100 * MILLI);
    }
    assertEquals(64 * CongestionWindow.BYTES_FIRST, size());
    sendAll(140 * MILLI);
    assertEquals(64 * CongestionWindow.BYTES_FIRST, size());
    sendAll(170 * MILLI);
    assertEquals(32 * CongestionWindow.BYTES_FIRST, size());
  }

  @Test
  void longerWayIsLearntAfterAWhile() {
    sendAll(MILLI);
    int before = size();
    for (int i = 0; i < 1_500; i++) {
      sendAll(100 * MILLI);
    }
    assertTrue(size() > before, () -> size() + " bytes");
  }
}
