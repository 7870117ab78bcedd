package io.herd.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was answered, how late, and what was wrong. Latencies count from when a request was due, so
 * a server that stalls is charged for what it kept from being sent. Not thread-safe.
 */
final class Tally {

  private static final long NANOS_MAX = 120_000_000_000L;

  private final Histogram latencies = new Histogram(NANOS_MAX, 3);
  private final List<String> problems = new ArrayList<>();
  private long answers;
  private long errors;
  private long now;
  private long due;
  private long sameDue;

  /** The time at which the answers that follow have come. */
  void comesAt(long nanoTime) {
    flush();
    now = nanoTime;
  }

  /** A request that was due then is answered. */
  void onAnswer(long dueNanos) {
    answers++;
    if (dueNanos != due) {
      flush();
      due = dueNanos;
    }
    sameDue++;
  }

  /** What a pipeline sends at once and gets at once is one entry of the histogram. */
  private void flush() {
    if (sameDue > 0) {
      latencies.recordValueWithCount(Math.max(0, Math.min(NANOS_MAX, now - due)), sameDue);
      sameDue = 0;
    }
  }

  /** Something was wrong; the first few are told. */
  void onError(String problem) {
    errors++;
    if (problems.size() < ResultLine.PROBLEMS_MAX) {
      problems.add(problem);
    }
  }

  /** Counts answers from here; errors stay. */
  void restart() {
    flush();
    latencies.reset();
    answers = 0;
  }

  long answers() {
    return answers;
  }

  long errors() {
    return errors;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** A copy of the latencies so far, in nanoseconds. */
  Histogram latencies() {
    flush();
    return latencies.copy();
  }
}
