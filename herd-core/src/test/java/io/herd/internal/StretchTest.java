package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.herd.spi.Loop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StretchTest {

  private static final long STRETCH_NANOS = 1_000;

  private long now = Long.MAX_VALUE - 500;
  private final Loop loop = mock(Loop.class);
  private final Stretch stretch = new Stretch(loop, 100, STRETCH_NANOS);

  @BeforeEach
  void setUp() {
    when(loop.nanoTime()).thenAnswer(call -> now);
  }

  private int steps(long nanosOfStep) {
    stretch.begin();
    int steps = 0;
    while (stretch.next()) {
      steps++;
      now += nanosOfStep;
    }
    return steps;
  }

  @Test
  void quickStepsAreTakenUpToTheirMost() {
    assertEquals(100, steps(0));
    assertEquals(100, steps(10));
    assertEquals(100, steps(0));
  }

  @Test
  void slowStepsEndAStretchWithinAFew() {
    assertEquals(56, steps(20));
    assertEquals(8, steps(125));
    assertEquals(8, steps(1_000_000));
    assertEquals(16, steps(124));
    assertEquals(100, steps(0));
  }
}
