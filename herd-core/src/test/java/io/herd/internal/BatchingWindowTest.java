package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BatchingWindowTest {

  private static final long MILLI = 1_000_000L;

  @Test
  void withoutAWindowNothingWaits() {
    BatchingWindow window = new BatchingWindow(0);
    window.onSent(1_000_000, 0);
    assertEquals(0, window.waitNanos(1));
  }

  @Test
  void recordsOfAQuietLinkDoNotWait() {
    BatchingWindow window = new BatchingWindow(100 * MILLI);
    assertEquals(0, window.waitNanos(0));
    window.onSent(2, 0);
    assertEquals(0, window.waitNanos(1), "two a second: 0.2 are to come within the window");
  }

  @Test
  void recordsOfABusyLinkWait() {
    BatchingWindow window = new BatchingWindow(100 * MILLI);
    window.onSent(3, 0);
    assertEquals(100 * MILLI, window.waitNanos(1));
  }

  @Test
  void linkThatHasGrownQuietIsForgiven() {
    BatchingWindow window = new BatchingWindow(100 * MILLI);
    window.onSent(3, 0);
    assertEquals(100 * MILLI, window.waitNanos(150 * MILLI));
    assertEquals(0, window.waitNanos(1_000 * MILLI));
  }
}
