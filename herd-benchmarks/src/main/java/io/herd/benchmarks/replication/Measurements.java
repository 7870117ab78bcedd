package io.herd.benchmarks.replication;

import com.sun.management.OperatingSystemMXBean;
import io.herd.benchmarks.replication.ReplicatedMap.Absence;
import io.herd.load.ResultLine;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be measured of a map. Not thread-safe. */
final class Measurements {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final long POLL_NANOS = 500_000;

  private final Bench bench;
  private final int members;

  Measurements(Bench bench) {
    this.bench = bench;
    this.members = bench.members();
  }

  private static ResultLine result(String benchmark, Bench bench) {
    return new ResultLine(benchmark, bench.subject());
  }

  /** How long an update takes to the other members, at a steady rate. */
  ResultLine propagation(int rate, int seconds, int keys) throws Exception {
    ResultLine result = result("propagation", bench);
    result.parameter("rate", rate).parameter("seconds", seconds);
    System.gc();
    Propagation propagation = new Propagation(bench, rate, seconds, keys);
    double before = StolenTime.millis();
    propagation.run();
    double stolen = StolenTime.millis() - before;
    propagation.figures(result);
    if (!Double.isNaN(stolen)) {
      result.figure("stolenMillis", stolen);
    }
    bench.verify(keys, result);
    return result;
  }

  /** How many updates a second are made until all members agree. */
  ResultLine burst(String name, int keys, int updates) throws Exception {
    ResultLine result = result(name, bench);
    System.gc();
    long cpu = cpuNanos();
    long nanos = bench.fill(members, keys, updates);
    result
        .figure("updatesPerSecond", updates * 1e9 / nanos)
        .figure("cpuNanosPerUpdate", (cpuNanos() - cpu) / (double) updates);
    bench.verify(keys, result);
    return result;
  }

  /**
   * The CPU time of this process, that of who puts included: some maps do much of their work there.
   */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** How long a member that is started takes until it holds everything. */
  ResultLine newNode(int keys) throws Exception {
    ResultLine result = result("new-node", bench).parameter("clients", keys);
    System.gc();
    int last = members - 1;
    long start = System.nanoTime();
    bench.map().start(last);
    long started = System.nanoTime();
    long deadline = start + TimeUnit.SECONDS.toNanos(Bench.PATIENCE_SECONDS);
    while (bench.map().size(last) < keys && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    result
        .figure("completeMillis", (System.nanoTime() - start) / NANOS_PER_MILLI)
        .figure("startedMillis", (started - start) / NANOS_PER_MILLI);
    bench.verify(keys, result);
    return result;
  }

  /** How long a member that was cut off for so many updates takes until it holds them. */
  ResultLine catchUp(Absence absence, int keys, int missed) throws Exception {
    ResultLine result = result("catch-up", bench);
    result.parameter("clients", keys).parameter("missed", missed);
    int last = members - 1;
    absence.begin(last);
    settle(); // records of before, of other lengths, may still be on their way to whoever has them
    long bytesSent = absence.bytesSent();
    long recordsSent = absence.recordsSent();
    long first = bench.stamps(missed);
    Agreement others = new Agreement(0, last, keys, missed, first);
    bench.observe(others);
    for (int i = 0; i < missed; i++) {
      bench.map().put(0, (int) ((long) i * keys / missed), first + i);
    }
    bench.map().flush();
    others.await(bench.map(), Bench.PATIENCE_SECONDS);
    settle();
    double recordBytes =
        (absence.bytesSent() - bytesSent) / (double) (absence.recordsSent() - recordsSent);
    long before = absence.sentBytes(last);
    Agreement all = new Agreement(last, members, keys, missed, first);
    bench.observe(all);
    System.gc();
    absence.end(last);
    long complete = all.await(bench.map(), Bench.PATIENCE_SECONDS);
    result.figure("completeMillis", (complete - absence.upNanos(last)) / NANOS_PER_MILLI);
    while (!absence.isWhole(last)) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    settle();
    long sent = absence.sentBytes(last) - before;
    result
        .figure("sentBytes", (double) sent)
        .figure("recordBytes", recordBytes * missed)
        .figure("sentBytesPerRecordByte", sent / (recordBytes * missed));
    bench.verify(keys, result);
    return result;
  }

  /** Waits until what is still under way has come, and is counted. */
  private static void settle() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
  }
}
