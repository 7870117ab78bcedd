package io.herd.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One measurement: first reports, warm-up, the time that counts, the rest of the answers, and
 * whether the servers agree. Not thread-safe.
 */
final class Run {

  private static final int FIRST_REPORTS_AT_ONCE = 64;
  private static final long ANSWER_NANOS = 30_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Plan plan;
  private final Timing timing;
  private final ServerProcesses servers;
  private final Tally tally = new Tally();
  private final LastReports lastReports;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  /**
   * How long what takes. Immutable.
   *
   * @param firstReports whether each client reports once before anything else
   * @param agreementSeconds how long the servers have time to agree; 0 if they are not asked
   */
  record Timing(
      boolean firstReports, double warmUpSeconds, double seconds, double agreementSeconds) {}

  /** A run of a plan. */
  Run(Plan plan, Timing timing, ServerProcesses servers) {
    this.plan = plan;
    this.timing = timing;
    this.servers = servers;
    this.lastReports = new LastReports(plan.clients());
  }

  /** Measures; gives the figures. */
  Map<String, Double> measure() throws IOException {
    int batchMax = Math.max(plan.depth(), timing.firstReports() ? FIRST_REPORTS_AT_ONCE : 1);
    Requests requests = new Requests(plan, batchMax, lastReports);
    long residentBefore = servers.residentBytes();
    try (Callers callers = Callers.open(plan, batchMax, tally)) {
      if (timing.firstReports()) {
        reportFirst(callers, requests);
      }
      callers.pace(pace(callers, requests));
      callers.runUntil(after(timing.warmUpSeconds()));
      long start = System.nanoTime();
      long answers = measureWindow(callers);
      callers.pace(new Silence());
      finish(callers, start, answers);
    }
    if (!servers.isEmpty()) {
      figures.put("serverResidentBytesBefore", (double) residentBefore);
    }
    return figures;
  }

  Tally tally() {
    return tally;
  }

  private Pace pace(Callers callers, Requests requests) {
    if (plan.isClosedLoop()) {
      return new ClosedLoop(callers.all(), requests, plan.depth());
    }
    return plan.rate() == 0
        ? new Silence()
        : new OpenLoop(callers.all(), requests, plan.depth(), plan.rate());
  }

  private void reportFirst(Callers callers, Requests requests) throws IOException {
    long start = System.nanoTime();
    FirstReports first = new FirstReports(callers.all(), requests, FIRST_REPORTS_AT_ONCE);
    callers.pace(first);
    while (!first.isDone()) {
      callers.turn(after(1));
    }
    figures.put(
        "firstReportsPerSecond", plan.clients() * NANOS_PER_SECOND / (System.nanoTime() - start));
  }

  private long measureWindow(Callers callers) throws IOException {
    tally.restart();
    long cpu = servers.cpuNanos();
    long ownCpu = ServerProcesses.ownCpuNanos();
    long start = System.nanoTime();
    callers.runUntil(after(timing.seconds()));
    long answers = tally.answers();
    double nanos = System.nanoTime() - start;
    cpu = servers.cpuNanos() - cpu;
    ownCpu = ServerProcesses.ownCpuNanos() - ownCpu;
    figures.put("answersPerSecond", answers * NANOS_PER_SECOND / nanos);
    if (!servers.isEmpty()) {
      figures.put("serverCpuNanosPerAnswer", perAnswer(cpu, answers));
      figures.put("serverCpuShare", cpu / nanos);
      figures.put("serverResidentBytes", (double) servers.residentBytes());
    }
    figures.put("generatorCpuNanosPerAnswer", perAnswer(ownCpu, answers));
    figures.put("generatorCpuShare", ownCpu / nanos);
    putLatencies(tally.latencies());
    return answers;
  }

  private static double perAnswer(long nanos, long answers) {
    return answers == 0 ? 0 : (double) nanos / answers;
  }

  private void putLatencies(Histogram latencies) {
    if (latencies.getTotalCount() > 0) {
      figures.put("p50Micros", latencies.getValueAtPercentile(50) / 1e3);
      figures.put("p90Micros", latencies.getValueAtPercentile(90) / 1e3);
      figures.put("p99Micros", latencies.getValueAtPercentile(99) / 1e3);
      figures.put("p999Micros", latencies.getValueAtPercentile(99.9) / 1e3);
      figures.put("maxMicros", latencies.getMaxValue() / 1e3);
    }
  }

  /** Waits for the rest of the answers, and for the servers to agree. */
  private void finish(Callers callers, long windowStart, long answers) throws IOException {
    long deadline = System.nanoTime() + ANSWER_NANOS;
    while (callers.outstanding() > 0 && System.nanoTime() - deadline < 0) {
      callers.turn(deadline);
    }
    if (callers.outstanding() > 0) {
      tally.onError(callers.outstanding() + " requests are not answered");
    }
    if (timing.agreementSeconds() > 0) {
      long start = System.nanoTime();
      Agreement agreement = new Agreement(plan, lastReports);
      if (!agreement.await(after(timing.agreementSeconds()))) {
        tally.onError("not the last report: " + agreement.difference());
      }
      long end = System.nanoTime();
      figures.put("agreedMillis", (end - start) / 1e6);
      figures.put("agreedPerSecond", answers * NANOS_PER_SECOND / (end - windowStart));
    }
  }

  private static long after(double seconds) {
    return System.nanoTime() + (long) (seconds * NANOS_PER_SECOND);
  }
}
