package io.herd.examples.sim;

import io.herd.Topology;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** An outcome for people to read: the same outcome, the same text. Immutable. */
public final class OutcomeTable {

  private final Outcome outcome;

  /** The table of an outcome. */
  public OutcomeTable(Outcome outcome) {
    this.outcome = outcome;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    Plan plan = outcome.plan();
    Topology topology = outcome.topology();
    out.printf(
        Locale.ROOT,
        "%s, %s, seed %d%n",
        plan.placed().name(),
        plan.spread().description(),
        plan.seed());
    line(
        out,
        "servers",
        "%,d, %,d relations, diameter %d",
        topology.servers().size(),
        topology.relations().size(),
        topology.diameter());
    line(
        out,
        "load",
        "%s operations/s, %s of them reads; %,d clients",
        number(plan.rate()),
        percent(plan.reads()),
        plan.clients());
    line(
        out,
        "measured",
        "%s after %s of warm-up; messages take %s",
        time(plan.duration()),
        time(plan.warmUp()),
        delays(plan));
    if (!plan.batching().isZero()) {
      line(out, "batching", "%s", time(plan.batching()));
    }
    line(out, "operations", "%,d, %,d updates", outcome.operations(), outcome.updates());
    traffic(out);
    line(
        out,
        "latency",
        "median %s, 99 %% %s, max %s",
        millis(outcome.latencies().millis(0.5)),
        millis(outcome.latencies().millis(0.99)),
        millis(outcome.latencies().millisMax()));
    healing(out);
    end(out);
  }

  private void traffic(PrintWriter out) {
    line(
        out,
        "messages",
        "%s an operation, %s an update; %s %% with records",
        two(outcome.messagesPerOperation()),
        two(outcome.messagesPerUpdate()),
        number(100.0 * outcome.messagesWithRecords() / Math.max(1, outcome.messages())));
    line(
        out,
        "records",
        "%s an update, redundancy %s",
        two(outcome.recordsPerUpdate()),
        three(outcome.redundancy()));
    line(
        out,
        "redundancy",
        "%s of messages",
        three(outcome.messagesPerUpdate() / (outcome.topology().servers().size() - 1) - 1));
    line(out, "bytes", "%,d an update", outcome.bytes() / Math.max(1, outcome.updates()));
    if (outcome.plan().spread().isHerd()) {
      line(out, "prunes, grafts", "%,d, %,d", outcome.prunes(), outcome.grafts());
    }
  }

  private void healing(PrintWriter out) {
    int count = outcome.healings().count() + outcome.unhealed();
    if (count > 0) {
      line(
          out,
          "healing",
          "%d times, %s",
          count,
          outcome.unhealed() > 0
              ? outcome.unhealed() + " of them not over in the end"
              : "at most " + millis(outcome.healings().millisMax()));
    }
    if (outcome.missing() > 0) {
      line(
          out,
          "repair",
          "%,d bytes for %,d missed clients",
          outcome.repairBytes(),
          outcome.missing());
    }
  }

  private void end(PrintWriter out) {
    if (outcome.refused() > 0) {
      line(out, "server was down", "%,d reports", outcome.refused());
    }
    if (outcome.endless()) {
      String bound = outcome.stopped() ? ", they were stopped at a bound" : "";
      line(out, "endless", "%s", "its messages never end by themselves" + bound);
    }
    line(
        out,
        "lost",
        "%s",
        outcome.lost() + outcome.stale() == 0
            ? "nothing"
            : "%,d of %,d clients everywhere, %,d places behind"
                .formatted(outcome.lost(), outcome.clients(), outcome.stale()));
    line(out, "all equal", "%s", outcome.allEqual() ? "yes" : "no");
    out.flush();
  }

  private static void line(PrintWriter out, String name, String form, Object... values) {
    out.printf(Locale.ROOT, "  %-15s %s%n", name, String.format(Locale.ROOT, form, values));
  }

  private static String delays(Plan plan) {
    return plan.jitter().isZero()
        ? time(plan.latency())
        : time(plan.latency()) + " to " + time(plan.latency().plus(plan.jitter()));
  }

  static String time(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  static String millis(double millis) {
    return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%,.0f ms", millis);
  }

  static String percent(double part) {
    return number(100 * part) + " %";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%,.2f", value);
  }

  static String three(double value) {
    // no minus before what is nothing
    return String.format(Locale.ROOT, "%.3f", Math.rint(1_000 * value) / 1_000 + 0.0);
  }
}
