package io.herd.benchmarks.replication;

import io.herd.load.ResultLine;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long an update takes from the first member to each of the others, at a steady rate. Times are
 * taken from when it was to be put, so that what waits for a slow put counts, and from when it was.
 * Thread-safe as an observer.
 */
final class Propagation implements ReplicatedMap.Observer {

  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

  /** Before an update is due the thread spins so long: it would wake up too late. */
  private static final long SPIN_NANOS = 150_000;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Bench bench;
  private final int rate;
  private final int keys;
  private final int updates;
  private final long firstStamp;
  private final AtomicLongArray dueNanos;
  private final AtomicLongArray putNanos;
  private final AtomicInteger lacking;
  private final Histogram fromDue = new ConcurrentHistogram(NANOS_MAX, 3);
  private final Histogram fromPut = new ConcurrentHistogram(NANOS_MAX, 3);

  Propagation(Bench bench, int rate, int seconds, int keys) {
    this.bench = bench;
    this.rate = rate;
    this.keys = keys;
    this.updates = rate * seconds;
    this.firstStamp = bench.stamps(updates);
    this.dueNanos = new AtomicLongArray(updates);
    this.putNanos = new AtomicLongArray(updates);
    this.lacking = new AtomicInteger(updates * (bench.members() - 1));
  }

  @Override
  public void onValue(int member, int key, long stamp) {
    long now = System.nanoTime();
    long index = stamp - firstStamp;
    if (member == 0 || index < 0 || index >= updates) {
      return;
    }
    fromDue.recordValue(Math.min(NANOS_MAX, Math.max(0, now - dueNanos.get((int) index))));
    fromPut.recordValue(Math.min(NANOS_MAX, Math.max(0, now - putNanos.get((int) index))));
    lacking.decrementAndGet();
  }

  /** Puts the updates at their times, and waits until all have come. */
  void run() throws Exception {
    bench.observe(this);
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    for (int i = 0; i < updates; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / rate;
      awaitNanos(due);
      dueNanos.set(i, due);
      putNanos.set(i, System.nanoTime());
      bench.map().put(0, i % keys, firstStamp + i);
      bench.map().flush();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (lacking.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Tells what was found. */
  void figures(ResultLine result) {
    if (lacking.get() > 0) {
      result.error(lacking.get() + " updates were not seen at a member");
    }
    figures(result, fromDue, "");
    figures(result, fromPut, "FromPut");
  }

  private static void awaitNanos(long due) {
    long wait;
    while ((wait = due - System.nanoTime()) > 0) {
      if (wait > SPIN_NANOS) {
        LockSupport.parkNanos(wait - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private static void figures(ResultLine result, Histogram histogram, String which) {
    result
        .figure("p50" + which + "Millis", histogram.getValueAtPercentile(50) / NANOS_PER_MILLI)
        .figure("p99" + which + "Millis", histogram.getValueAtPercentile(99) / NANOS_PER_MILLI)
        .figure("p999" + which + "Millis", histogram.getValueAtPercentile(99.9) / NANOS_PER_MILLI)
        .figure("max" + which + "Millis", histogram.getMaxValue() / NANOS_PER_MILLI);
  }
}
