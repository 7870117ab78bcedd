package io.herd.examples.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outcomes of scenarios as rows of a table in Markdown. Not thread-safe. */
public final class ScenarioTable {

  private static final String HEALTHY =
      """
      | | spread by | messages an update | an operation | records an update | redundancy | \
      bytes an update | median ms | 99 % ms | max ms | all equal |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
      """;
  private static final String DISTURBED =
      """
      | | spread by | messages an update | median ms | 99 % ms | max ms | healed within ms | \
      missed when mended | bytes of repair | behind at the end | all equal |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
      """;

  private final boolean healthy;
  private final List<String> rows = new ArrayList<>();

  private ScenarioTable(boolean healthy) {
    this.healthy = healthy;
  }

  /** A table for scenarios in which nothing goes wrong. */
  public static ScenarioTable ofHealthy() {
    return new ScenarioTable(true);
  }

  /** A table for scenarios in which something goes wrong. */
  public static ScenarioTable ofDisturbed() {
    return new ScenarioTable(false);
  }

  /** Adds a row. */
  public String add(String name, Outcome outcome) {
    String row = healthy ? healthyRow(name, outcome) : disturbedRow(name, outcome);
    if (outcome.stopped()) {
      // its figures are those of the bound that stopped it
      int figures = (int) row.chars().filter(c -> c == '|').count() - 4;
      String label = outcome.plan().spread().label();
      row = "| " + name + " | " + label + " |" + " - |".repeat(figures) + " never ends |\n";
    }
    rows.add(row);
    return row;
  }

  private static String healthyRow(String name, Outcome outcome) {
    return row(
        name,
        outcome.plan().spread().label(),
        OutcomeTable.two(outcome.messagesPerUpdate()),
        OutcomeTable.two(outcome.messagesPerOperation()),
        OutcomeTable.two(outcome.recordsPerUpdate()),
        OutcomeTable.three(outcome.redundancy()),
        count(outcome.bytes() / Math.max(1, outcome.updates())),
        millis(outcome.latencies().millis(0.5)),
        millis(outcome.latencies().millis(0.99)),
        millis(outcome.latencies().millisMax()),
        end(outcome));
  }

  private static String disturbedRow(String name, Outcome outcome) {
    return row(
        name,
        outcome.plan().spread().label(),
        OutcomeTable.two(outcome.messagesPerUpdate()),
        millis(outcome.latencies().millis(0.5)),
        millis(outcome.latencies().millis(0.99)),
        millis(outcome.latencies().millisMax()),
        outcome.unhealed() > 0 ? "never" : millis(outcome.healings().millisMax()),
        count(outcome.missing()),
        outcome.missing() == 0 ? "-" : count(outcome.repairBytes()),
        count(outcome.stale()),
        end(outcome));
  }

  private static String end(Outcome outcome) {
    return (outcome.allEqual() ? "yes" : "**no**") + (outcome.endless() ? ", never ends" : "");
  }

  private static String millis(double millis) {
    return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%,.0f", millis);
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The table in Markdown. */
  public String markdown() {
    return (healthy ? HEALTHY : DISTURBED) + String.join("", rows);
  }
}
