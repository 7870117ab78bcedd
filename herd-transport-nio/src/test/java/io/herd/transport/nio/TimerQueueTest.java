package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TimerQueueTest {

  @Test
  void timersComeInOrderWhateverIsAddedAndRemoved() throws IOException {
    NioLoop loop = new NioLoop("not started", Timeouts.DEFAULT);
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      TimerQueue queue = new TimerQueue();
      List<LoopTimer> model = new ArrayList<>();
      long zero = random.nextLong(); // an arbitrary one, also where the difference overflows
      for (int i = 0; i < 500; i++) {
        if (random.nextInt(3) > 0) {
          LoopTimer timer = new LoopTimer(loop, zero + random.nextInt(50), () -> {});
          queue.add(timer);
          model.add(timer);
        } else if (!model.isEmpty()) {
          LoopTimer timer = model.remove(random.nextInt(model.size()));
          queue.remove(timer);
          queue.remove(timer);
        }
      }
      model.sort(Comparator.comparingLong(timer -> timer.deadlineNanos - zero)); // stable
      List<LoopTimer> polled = new ArrayList<>();
      @Nullable LoopTimer timer;
      while ((timer = queue.pollDue(zero + 100)) != null) {
        polled.add(timer);
      }
      assertEquals(model, polled, "seed " + seed);
    }
    loop.selector().close();
  }

  @Test
  void timerIsDueAtItsTimeAndNotBefore() throws IOException {
    NioLoop loop = new NioLoop("not started", Timeouts.DEFAULT);
    TimerQueue queue = new TimerQueue();
    assertEquals(Long.MAX_VALUE, queue.nanosToNext(0));
    LoopTimer timer = new LoopTimer(loop, 10, () -> {});
    queue.add(timer);
    assertEquals(1, queue.nanosToNext(9));
    assertEquals(0, queue.nanosToNext(11));
    assertEquals(null, queue.pollDue(9));
    assertEquals(timer, queue.pollDue(10));
    assertEquals(0, queue.size());
    loop.selector().close();
  }
}
