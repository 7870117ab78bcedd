package io.herd.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class CarriedClockTest {

  private static final long MILLI = 1_000_000;
  private static final long EPOCH = 1_767_225_600_000_000_000L;

  /** The clock that counts, and the clock that tells the time of day. */
  private long nanos = -5;

  private long epoch = EPOCH;

  /** What it takes to ask for the time of day. */
  private long delay;

  private int asked;

  private final WallClock clock =
      new CarriedClock(
          () -> nanos,
          () -> {
            asked++;
            nanos += delay;
            return epoch;
          });

  private void pass(long time) {
    nanos += time;
    epoch += time;
  }

  @Test
  void timeGoesOnBetweenReadings() {
    assertEquals(EPOCH, clock.epochNanos());
    pass(3);
    assertEquals(EPOCH + 3, clock.epochNanos());
    pass(10 * MILLI - 4);
    assertEquals(EPOCH + 10 * MILLI - 1, clock.epochNanos());
    assertEquals(1, asked);
    pass(1);
    assertEquals(EPOCH + 10 * MILLI, clock.epochNanos());
    assertEquals(2, asked);
  }

  @Test
  void stepIsToldWithTheNextReading() {
    clock.epochNanos();
    epoch -= 3_600_000 * MILLI;
    pass(10 * MILLI);
    assertEquals(EPOCH + 10 * MILLI - 3_600_000 * MILLI, clock.epochNanos());
  }

  @Test
  void readingThatWasHeldUpIsNotCarriedOn() {
    delay = MILLI;
    assertEquals(EPOCH, clock.epochNanos());
    delay = 0;
    epoch += MILLI;
    pass(7);
    assertEquals(EPOCH + MILLI + 7, clock.epochNanos());
    assertEquals(2, asked);
    clock.epochNanos();
    assertEquals(2, asked);
  }

  @Test
  void clockThatCountsBackwardsIsNotFollowed() {
    clock.epochNanos();
    nanos -= 1;
    epoch += 1;
    assertEquals(EPOCH + 1, clock.epochNanos());
  }

  @Test
  void systemsClockTellsTheTimeOfDay() {
    long seconds =
        WallClock.of(InstantSource.system(), System::nanoTime).epochNanos() / 1_000_000_000;
    assertTrue(Math.abs(seconds - Instant.now().getEpochSecond()) < 60, () -> "it is " + seconds);
  }
}
