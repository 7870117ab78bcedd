package io.herd.transport.nio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers by the time at which they are due, equal times in the order of adding: a binary heap in
 * which every timer knows its place, so that cancelling leaves nothing behind. Loop thread only.
 */
final class TimerQueue {

  private @Nullable LoopTimer[] heap = new LoopTimer[16];
  private int size;
  private long added;

  int size() {
    return size;
  }

  void add(LoopTimer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    timer.order = added++;
    up(size++, timer);
  }

  /** Takes the timer out, if it is in. */
  void remove(LoopTimer timer) {
    int index = timer.index;
    if (index < 0) {
      return;
    }
    timer.index = -1;
    LoopTimer last = at(--size);
    heap[size] = null;
    if (last != timer) {
      down(index, last);
      if (last.index == index) {
        up(index, last);
      }
    }
  }

  /** Takes out the first timer that is due, or gives null if none is. */
  @Nullable LoopTimer pollDue(long nowNanos) {
    if (size == 0 || at(0).deadlineNanos - nowNanos > 0) {
      return null;
    }
    LoopTimer first = at(0);
    remove(first);
    return first;
  }

  /** Nanoseconds until the first is due, at least 0; {@code Long.MAX_VALUE} if there is none. */
  long nanosToNext(long nowNanos) {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, at(0).deadlineNanos - nowNanos);
  }

  private void up(int from, LoopTimer timer) {
    int index = from;
    while (index > 0 && before(timer, at((index - 1) / 2))) {
      put(index, at((index - 1) / 2));
      index = (index - 1) / 2;
    }
    put(index, timer);
  }

  private void down(int from, LoopTimer timer) {
    int index = from;
    while (2 * index + 1 < size) {
      int child = 2 * index + 1;
      if (child + 1 < size && before(at(child + 1), at(child))) {
        child++;
      }
      if (!before(at(child), timer)) {
        break;
      }
      put(index, at(child));
      index = child;
    }
    put(index, timer);
  }

  private void put(int index, LoopTimer timer) {
    heap[index] = timer;
    timer.index = index;
  }

  private LoopTimer at(int index) {
    LoopTimer timer = heap[index];
    assert timer != null;
    return timer;
  }

  private static boolean before(LoopTimer one, LoopTimer other) {
    long difference = one.deadlineNanos - other.deadlineNanos;
    return difference < 0 || (difference == 0 && one.order < other.order);
  }
}
