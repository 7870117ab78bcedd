package io.herd.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What an item costs in CPU time of the thread and in bytes allocated, over windows of 50 ms of CPU
 * time; the first third of them is left out, since the compiler is not done by then. CPU time is
 * little disturbed by what else the machine does. One thread.
 */
final class CpuWindows {

  private static final long WINDOW_NANOS = 50_000_000L;
  private static final int WARM_UP = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Double> windows = new ArrayList<>();
  private long windowNanos;
  private long windowItems;
  private long allocated;
  private long counted;

  /** Runs something that handles so many items, and counts what it has cost. */
  void measure(int items, Runnable turn) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    turn.run();
    windowNanos += THREADS.getCurrentThreadCpuTime() - start;
    windowItems += items;
    allocated += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    counted += items;
    if (windows.size() < WARM_UP) {
      allocated = 0; // the compiler and the first items of clients are over by then
      counted = 0;
    }
    if (windowNanos > WINDOW_NANOS) {
      windows.add(windowNanos / (double) windowItems);
      windowNanos = 0;
      windowItems = 0;
    }
  }

  /** Median and least of the windows, and bytes allocated, as text. */
  String summary(String item) {
    List<Double> late = new ArrayList<>(windows.subList(windows.size() / 3, windows.size()));
    Collections.sort(late);
    return String.format(
        Locale.ROOT,
        "%.0f ns CPU a %s (least %.0f), %.1f bytes allocated",
        late.get(late.size() / 2),
        item,
        late.get(0),
        allocated / (double) counted);
  }
}
