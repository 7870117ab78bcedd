package io.herd.benchmarks;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore.Merged;
import io.herd.store.LogStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What merging a record costs, by what becomes of it; 100,000 clients in an order of no use. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreBenchmark {

  private static final int CLIENTS = 100_000;
  private static final int STEP = 31_357; // has no factor in common with their number
  private static final long MAX_FUTURE_NANOS = 60_000_000_000L;

  private final AtView[] views = new AtView[CLIENTS];
  private LogStore store = new LogStore(MAX_FUTURE_NANOS, 1);
  private long sequence;

  /** Every client has one record. */
  @Setup
  public void prepare() {
    for (int i = 0; i < CLIENTS; i++) {
      views[i] = BenchmarkLines.view((int) ((long) i * STEP % CLIENTS), 500_000_000, i + 1);
    }
    sequence = CLIENTS;
    mergeNew();
  }

  /** All clients are new to an empty store. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS)
  public LogStore mergeNew() {
    store = new LogStore(MAX_FUTURE_NANOS, 1);
    mergeAll(Merged.NEW);
    return store;
  }

  /** All records are newer than those held. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS)
  public void mergeNewer() {
    for (AtView view : views) {
      view.clientNanos++;
      view.sequence = ++sequence;
    }
    mergeAll(Merged.NEWER);
  }

  /** All records are held already. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS)
  public void mergeDuplicate() {
    mergeAll(Merged.SAME);
  }

  /** All records are older than those held. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS)
  public void mergeStale() {
    for (AtView view : views) {
      view.clientNanos--;
      view.sequence++;
    }
    mergeAll(Merged.OLDER);
    for (AtView view : views) {
      view.clientNanos++;
      view.sequence--;
    }
  }

  private void mergeAll(Merged expected) {
    for (AtView view : views) {
      Merged merged = store.merge(view);
      if (merged != expected) {
        throw new IllegalStateException("merged is " + merged + ", must be " + expected);
      }
    }
  }
}
