package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import org.junit.jupiter.api.Test;

final class HeadVectorTest {

  private final HeadVector heads = new HeadVector();

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(0, heads.get(0));
    assertEquals(0, heads.get(1_000_000));
  }

  @Test
  void headOnlyRises() {
    assertTrue(heads.raise(3, 5));
    assertFalse(heads.raise(3, 5));
    assertFalse(heads.raise(3, 4));
    assertTrue(heads.raise(3, 6));
    assertEquals(6, heads.get(3));
  }

  @Test
  void originsBeyondTheFirstEightHaveRoom() {
    for (int origin : new int[] {7, 8, 9, 100, 16_383}) {
      assertTrue(heads.raise(origin, origin));
    }
    assertEquals(7, heads.get(7));
    assertEquals(16_383, heads.get(16_383));
    assertEquals(0, heads.get(101));
  }

  @Test
  void copyIsIndependent() {
    heads.raise(1, 5);
    HeadVector copy = heads.copy();
    heads.raise(1, 6);
    assertEquals(5, copy.get(1));
  }

  @Test
  void forgottenOriginIsNotKnown() {
    heads.raise(1, 5);
    heads.clear(1);
    heads.clear(1_000_000);
    assertEquals(0, heads.get(1));
  }

  @Test
  void coverageIsThatOfEveryOrigin() {
    Seeds.each(
        1_000,
        random -> {
          HeadVector one = new HeadVector();
          HeadVector other = new HeadVector();
          boolean covered = true;
          for (int origin = 0; origin < 20; origin++) {
            long a = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0;
            long b = random.nextInt(8) == 0 ? a - 1 : a + random.nextInt(2);
            one.raise(origin, a);
            other.raise(origin, b);
            covered &= a <= Math.max(0, b);
          }
          assertEquals(covered, one.coveredBy(other));
        });
  }

  @Test
  void emptyVectorIsCoveredByAnyAndCoversOnlyEmptyOnes() {
    HeadVector some = new HeadVector();
    some.raise(20, 1);
    assertTrue(heads.coveredBy(some));
    assertFalse(some.coveredBy(heads));
    some.clear(20);
    assertTrue(some.coveredBy(heads));
  }
}
