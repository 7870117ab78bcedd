package io.herd.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CarriedClockTest {

  private static final long MILLI = 1_000_000;
  private static final long EPOCH = 1_767_225_600_000_000_000L;

  /** The clock that counts, and the time of day. */
  private long nanos = -5;

  private long epoch = EPOCH;

  /** What it takes to ask for the time of day. */
  private long delay;

  /** How often more than the milliseconds was asked for. */
  private int asked;

  private final WallClock clock =
      WallClock.of(
          new InstantSource() {
            @Override
            public Instant instant() {
              asked++;
              nanos += delay;
              return Instant.ofEpochSecond(0, epoch);
            }

            @Override
            public long millis() {
              return epoch / MILLI;
            }
          },
          () -> nanos);

  private void pass(long time) {
    nanos += time;
    epoch += time;
  }

  @Test
  void timeGoesOnBetweenReadings() {
    assertEquals(EPOCH, clock.epochNanos());
    pass(3);
    assertEquals(EPOCH + 3, clock.epochNanos());
    pass(100 * MILLI - 4);
    assertEquals(EPOCH + 100 * MILLI - 1, clock.epochNanos());
    assertEquals(1, asked);
    pass(1);
    assertEquals(EPOCH + 100 * MILLI, clock.epochNanos());
    assertEquals(2, asked);
  }

  @ParameterizedTest
  @CsvSource({"-3600000, 2", "-2, 2", "2, 2", "3600000, 2", "-1, 1", "1, 1", "0, 1"})
  void stepOfMoreThanAMillisecondIsToldAtOnce(long millis, int readings) {
    clock.epochNanos();
    pass(5);
    epoch += millis * MILLI;
    assertEquals(readings == 1 ? EPOCH + 5 : EPOCH + 5 + millis * MILLI, clock.epochNanos());
    assertEquals(readings, asked);
  }

  @Test
  void readingThatWasHeldUpIsNotCarriedOn() {
    delay = 50_001;
    assertEquals(EPOCH, clock.epochNanos());
    delay = 50_000;
    pass(7);
    assertEquals(EPOCH + 7, clock.epochNanos());
    assertEquals(2, asked);
    assertEquals(EPOCH + 7 + 50_000, clock.epochNanos());
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
    WallClock system = WallClock.of(InstantSource.system(), System::nanoTime);
    for (int i = 0; i < 2; i++) {
      long seconds = system.epochNanos() / 1_000_000_000;
      assertTrue(Math.abs(seconds - Instant.now().getEpochSecond()) < 60, () -> "it is " + seconds);
    }
  }
}
