package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestTest {

  @Test
  void prominenceComesBeforeDistance() {
    Best best = new Best(RankBy.PROMINENCE, 3);
    best.offer(1, 10, 1);
    best.offer(2, 30, 3);
    best.offer(3, 20, 2);
    assertEquals(List.of(2, 3, 1), kept(best));
  }

  @Test
  void equallyProminentOnesComeNearestFirst() {
    Best best = new Best(RankBy.PROMINENCE, 3);
    best.offer(1, 10, 2);
    best.offer(2, 10, 1);
    best.offer(3, 10, 2);
    assertEquals(List.of(2, 1, 3), kept(best));
  }

  @Test
  void distanceIgnoresProminence() {
    Best best = new Best(RankBy.DISTANCE, 3);
    best.offer(1, 10, 1);
    best.offer(2, 30, 3);
    best.offer(3, 20, 2);
    assertEquals(List.of(1, 3, 2), kept(best));
  }

  @Test
  void onlyTheFirstFewAreKeptAndAllAreCounted() {
    for (int sizeMax : new int[] {0, 1, 19, 20, 21}) {
      Best best = new Best(RankBy.DISTANCE, sizeMax);
      for (int index :
          Arrays.asList(7, 3, 19, 0, 11, 5, 1, 18, 2, 4, 6, 8, 9, 10, 12, 13, 14, 15)) {
        best.offer(index, 0, index);
      }
      best.offer(17, 0, 17);
      best.offer(16, 0, 16);
      assertEquals(20, best.found());
      assertEquals(IntStream.range(0, Math.min(20, sizeMax)).boxed().toList(), kept(best));
    }
  }

  private static List<Integer> kept(Best best) {
    return IntStream.range(0, best.size()).mapToObj(best::index).toList();
  }
}
