package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Loop;
import io.herd.spi.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link TransportContract} about tasks, timers and the end of the loop. */
public interface LoopContract extends TransportSource {

  /** Rule 5: nothing but tasks goes on, so a loop that waits for I/O waits for ever. */
  @Test
  default void taskGivenByTheLoopRunsWithoutWaitingForIo() throws Exception {
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      loop.execute(new Chain(loop, 1000, done));
      assertTrue(rig.await(done));
    }
  }

  /** Rule 5, with a timer as the giver. */
  @Test
  default void taskGivenByATimerRunsWithoutWaitingForIo() throws Exception {
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      loop.schedule(1, new Chain(loop, 10, done));
      assertTrue(rig.await(done));
    }
  }

  /** A task that is given inside a task does not run inside it. */
  @Test
  default void taskRunsAfterItsGiver() throws Exception {
    try (Rig rig = new Rig(this)) {
      List<Integer> order = Collections.synchronizedList(new ArrayList<>());
      rig.run(
          () -> {
            rig.transport().loop().execute(() -> order.add(2));
            rig.transport().loop().execute(() -> order.add(3));
            order.add(1);
          });
      rig.run(() -> order.add(4));
      assertEquals(List.of(1, 2, 3, 4), order);
    }
  }

  /** Tasks of other threads run on the loop, each thread's in the order in which it gave them. */
  @Test
  default void tasksOfOtherThreadsRunInOrder() throws Exception {
    int threads = 4;
    int tasks = 2000;
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      List<List<Integer>> seen =
          IntStream.range(0, threads).<List<Integer>>mapToObj(i -> new ArrayList<>()).toList();
      CountDownLatch left = new CountDownLatch(threads * tasks);
      List<Thread> givers =
          seen.stream()
              .map(
                  order ->
                      new Thread(
                          () -> {
                            for (int i = 0; i < tasks; i++) {
                              int number = i;
                              loop.execute(
                                  () -> {
                                    rig.check(loop.inLoop(), "a task is not on the loop");
                                    order.add(number);
                                    left.countDown();
                                  });
                            }
                          }))
              .toList();
      givers.forEach(Thread::start);
      assertTrue(left.await(rig.patienceNanos(), TimeUnit.NANOSECONDS), "tasks were lost");
      List<Integer> expected = IntStream.range(0, tasks).boxed().toList();
      for (List<Integer> order : seen) {
        assertEquals(expected, rig.call(() -> order));
      }
    }
  }

  /** There is one loop, and only its thread is in it. */
  @Test
  default void onlyTheLoopIsInTheLoop() throws Exception {
    try (Rig rig = new Rig(this)) {
      assertSame(rig.transport().loop(), rig.transport().loop());
      assertFalse(rig.transport().loop().inLoop());
      assertTrue(rig.call(() -> rig.transport().loop().inLoop()));
    }
  }

  /** Timers run by their times, not by the order in which they were set, and not too early. */
  @Test
  default void timersRunInTheOrderOfTheirTimes() throws Exception {
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      List<Integer> order = new ArrayList<>();
      CompletableFuture<List<Integer>> done = new CompletableFuture<>();
      rig.run(
          () -> {
            long start = loop.nanoTime();
            for (int millis : new int[] {30, 10, 40, 20, 0, 50}) {
              loop.schedule(
                  TimeUnit.MILLISECONDS.toNanos(millis),
                  () -> {
                    long late = loop.nanoTime() - start - TimeUnit.MILLISECONDS.toNanos(millis);
                    rig.check(late >= 0, "a timer runs " + -late + " ns too early");
                    order.add(millis);
                    if (order.size() == 6) {
                      done.complete(order);
                    }
                  });
            }
          });
      assertEquals(List.of(0, 10, 20, 30, 40, 50), rig.await(done));
    }
  }

  /** A timer set by another thread runs on the loop. */
  @Test
  default void timerOfAnotherThreadRunsOnTheLoop() throws Exception {
    try (Rig rig = new Rig(this)) {
      CompletableFuture<Boolean> inLoop = new CompletableFuture<>();
      Loop loop = rig.transport().loop();
      loop.schedule(1_000_000, () -> inLoop.complete(loop.inLoop()));
      assertTrue(rig.await(inLoop));
    }
  }

  /** Cancelled on the loop, by another thread, twice, or by a timer of the same time. */
  @Test
  default void cancelledTimerDoesNotRun() throws Exception {
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      AtomicBoolean ran = new AtomicBoolean();
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      long delay = TimeUnit.MILLISECONDS.toNanos(50);
      Loop.Timer foreign = loop.schedule(delay, () -> ran.set(true));
      foreign.cancel();
      foreign.cancel();
      Loop.Timer set = rig.call(() -> loop.schedule(delay, () -> ran.set(true)));
      set.cancel();
      rig.run(
          () -> {
            loop.schedule(delay, () -> ran.set(true)).cancel();
            Loop.Timer[] later = new Loop.Timer[1];
            loop.schedule(delay, () -> later[0].cancel());
            later[0] = loop.schedule(delay, () -> ran.set(true));
            loop.schedule(2 * delay, () -> done.complete(true));
          });
      rig.await(done);
      set.cancel();
      assertFalse(ran.get());
    }
  }

  /** The loop outlives what its tasks throw. */
  @Test
  default void exceptionInATaskDoesNotEndTheLoop() throws Exception {
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      loop.execute(LoopContract::fail);
      loop.schedule(1, LoopContract::fail);
      loop.schedule(2_000_000, () -> done.complete(true));
      assertTrue(rig.await(done));
    }
  }

  /** Tasks and timers that come too late are dropped, and closing twice is allowed. */
  @Test
  default void tasksAreDroppedAfterTheClose() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Transport transport;
    try (Rig rig = new Rig(this)) {
      transport = rig.transport();
      transport.loop().schedule(TimeUnit.HOURS.toNanos(1), () -> ran.set(true));
    }
    transport.loop().execute(() -> ran.set(true));
    transport.loop().schedule(0, () -> ran.set(true)).cancel();
    transport.close();
    assertFalse(ran.get());
  }

  /** The clock tells the time of day, and the source of randomness does not repeat itself. */
  @Test
  default void clockAndRandomnessAreThere() throws Exception {
    try (Rig rig = new Rig(this)) {
      rig.transport().clock().epochNanos();
      long first = rig.call(() -> rig.transport().random().nextLong());
      long second = rig.call(() -> rig.transport().random().nextLong());
      assertFalse(first == second);
    }
  }

  private static void fail() {
    throw new IllegalStateException("thrown on purpose");
  }

  /** A task that gives the next one, as many times as it says. Loop thread only. */
  final class Chain implements Runnable {
    private final Loop loop;
    private final CompletableFuture<Boolean> done;
    private int left;

    private Chain(Loop loop, int left, CompletableFuture<Boolean> done) {
      this.loop = loop;
      this.left = left;
      this.done = done;
    }

    @Override
    public void run() {
      if (left-- == 0) {
        done.complete(true);
      } else {
        loop.execute(this);
      }
    }
  }
}
