package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuieterTest {

  private final Quieter quieter = new Quieter(100, 1_000);

  @Test
  void oneOfEachStepOfTheBackOffIsLetThrough() {
    List<Long> through = new ArrayList<>();
    for (long now = 0; now < 4_000; now += 10) {
      if (quieter.onEvent("kind", now) >= 0) {
        through.add(now);
      }
    }
    assertEquals(List.of(0L, 100L, 300L, 700L, 1_500L, 2_500L, 3_500L), through);
  }

  @Test
  void heldBackOnesAreTold() {
    assertEquals(0, quieter.onEvent("kind", 0));
    assertEquals(-1, quieter.onEvent("kind", 1));
    assertEquals(-1, quieter.onEvent("kind", 99));
    assertEquals(2, quieter.onEvent("kind", 100));
    assertEquals(0, quieter.onEvent("kind", 300));
  }

  @Test
  void kindThatWasQuietForLongBeginsAnew() {
    quieter.onEvent("kind", 0);
    quieter.onEvent("kind", 100);
    assertEquals(0, quieter.onEvent("kind", 10_000));
    assertEquals(-1, quieter.onEvent("kind", 10_099));
    assertEquals(1, quieter.onEvent("kind", 10_100));
  }

  @Test
  void kindsDoNotDisturbEachOther() {
    assertEquals(0, quieter.onEvent("one", 0));
    assertEquals(0, quieter.onEvent("two", 1));
    assertEquals(-1, quieter.onEvent("one", 2));
  }

  @Test
  void tooManyKindsShareOne() {
    for (int i = 0; i < Quieter.KINDS_MAX; i++) {
      assertEquals(0, quieter.onEvent("kind" + i, 0));
    }
    assertEquals(0, quieter.onEvent("one more", 0));
    assertEquals(-1, quieter.onEvent("and one more", 0));
    assertEquals(-1, quieter.onEvent("kind7", 0));
  }
}
