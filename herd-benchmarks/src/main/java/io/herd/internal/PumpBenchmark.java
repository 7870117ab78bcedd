package io.herd.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.benchmarks.BenchmarkLines;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
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

/**
 * What sending a record to a neighbour costs before the transport has it: a step of the cursor, and
 * the line as neighbours say it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PumpBenchmark {

  private static final int RECORDS = 100_000;
  private static final int ROOM = 1 << 16;

  private final LogStore store = new LogStore(60_000_000_000L, 1);
  private final AtView record = new AtView();
  private final byte[] suffix = " 4f1a09b2c7 ".getBytes(US_ASCII);
  private final byte[] out = new byte[ROOM + 512];

  /** As many records as are sent. */
  @Setup
  public void prepare() {
    for (int i = 0; i < RECORDS; i++) {
      store.merge(BenchmarkLines.view(i, 500_000_000, i + 1));
    }
  }

  /** All records of a store. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long sendAll() {
    long bytes = 0;
    int at = 0;
    try (LocationStore.Cursor cursor = store.cursor()) {
      while (cursor.next(record)) {
        at = RecordLine.put(out, at, record, suffix);
        if (at >= ROOM) {
          bytes += at;
          at = 0;
        }
      }
    }
    return bytes + at;
  }
}
