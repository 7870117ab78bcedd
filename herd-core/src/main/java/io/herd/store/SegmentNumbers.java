package io.herd.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives segments small numbers and finds them by these. Numbers are used again. Loop thread only.
 */
final class SegmentNumbers {

  private final int most;
  private @Nullable Segment[] segments = new @Nullable Segment[16];
  private int[] free = new int[16];
  private int freeCount;

  /** The next number never given; 0 stands for no segment. */
  private int next = 1;

  SegmentNumbers(int most) {
    this.most = most;
  }

  Segment segment(int number) {
    return Objects.requireNonNull(segments[number]);
  }

  /** Gives the segment a number. */
  void give(Segment segment) {
    int number = freeCount > 0 ? free[--freeCount] : next++;
    if (number >= most) {
      throw new IllegalStateException("the store has " + most + " segments, cannot have more");
    }
    if (number >= segments.length) {
      segments = Arrays.copyOf(segments, segments.length * 2);
    }
    segments[number] = segment;
    segment.number = number;
  }

  /** Takes the number back. */
  void take(Segment segment) {
    segments[segment.number] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, free.length * 2);
    }
    free[freeCount++] = segment.number;
  }
}
