package io.herd.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SegmentNumbersTest {

  private final SegmentNumbers numbers = new SegmentNumbers(100);

  private Segment given() {
    Segment segment = new Segment(16);
    numbers.give(segment);
    return segment;
  }

  @Test
  void everySegmentHasANumberOfItsOwnAndNoneHasZero() {
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < 99; i++) {
      Segment segment = given();
      assertTrue(segment.number > 0 && all.add(segment.number));
      assertSame(segment, numbers.segment(segment.number));
    }
  }

  @Test
  void oneMoreThanThereAreNumbersIsRefused() {
    for (int i = 0; i < 99; i++) {
      given();
    }
    assertThrows(IllegalStateException.class, this::given);
  }

  @Test
  void numbersTakenBackAreGivenAgain() {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      segments.add(given());
    }
    Set<Integer> free = new HashSet<>();
    for (Segment segment : segments.subList(10, 80)) {
      numbers.take(segment);
      free.add(segment.number);
    }
    Set<Integer> again = new HashSet<>();
    for (int i = 0; i < 70; i++) {
      again.add(given().number);
    }
    assertEquals(free, again);
    assertThrows(IllegalStateException.class, this::given);
  }
}
