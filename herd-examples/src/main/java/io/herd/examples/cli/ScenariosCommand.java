package io.herd.examples.cli;

import io.herd.examples.sim.BarsSvg;
import io.herd.examples.sim.Experiment;
import io.herd.examples.sim.MarkedText;
import io.herd.examples.sim.Outcome;
import io.herd.examples.sim.Plan;
import io.herd.examples.sim.PropagationSvg;
import io.herd.examples.sim.RuleScenarios;
import io.herd.examples.sim.Scenario;
import io.herd.examples.sim.ScenarioTable;
import io.herd.examples.sim.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures all scenarios anew. */
@Command(
    name = "scenarios",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Measures all published scenarios anew.",
    description = {
      "Prints the tables of docs/scenarios.md and docs/flooding-rules.md. That takes some minutes. "
          + "The same sources print the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:in all scenarios all of Herd's servers held the same in the end",
      "1:in some they did not"
    })
final class ScenariosCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--only",
      paramLabel = "WORDS",
      description = "Only the scenarios with these words in their name.")
  private String only = "";

  @Option(
      names = "--docs",
      paramLabel = "DIRECTORY",
      description = "Also writes the tables into the pages there, and the drawings beside them.")
  private @Nullable Path docs;

  private boolean allEqual = true;

  @Override
  public Integer call() {
    QuietLog.errorsOnly();
    table("scenarios.md", "healthy", ScenarioTable.ofHealthy(), Scenarios.healthy());
    table("scenarios.md", "disturbed", ScenarioTable.ofDisturbed(), Scenarios.disturbed());
    Map<String, List<Outcome>> healthy =
        table("flooding-rules.md", "healthy", ScenarioTable.ofHealthy(), RuleScenarios.healthy());
    Map<String, List<Outcome>> disturbed =
        table(
            "flooding-rules.md",
            "disturbed",
            ScenarioTable.ofDisturbed(),
            RuleScenarios.disturbed());
    draw(
        "messages", "Messages between servers for one update", healthy, ScenariosCommand::messages);
    draw("latency", "Milliseconds to the last server", healthy, ScenariosCommand::latest);
    draw("behind", "Clients behind in the end, over all servers", disturbed, Outcome::stale);
    return allEqual ? 0 : Main.FAILURE;
  }

  private static double messages(Outcome outcome) {
    return outcome.messagesPerUpdate();
  }

  private static double latest(Outcome outcome) {
    return outcome.latencies().count() == 0 ? 0 : outcome.latencies().millisMax();
  }

  private Map<String, List<Outcome>> table(
      String page, String name, ScenarioTable table, List<Scenario> scenarios) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    for (Scenario scenario : scenarios) {
      if (scenario.name().contains(only)) {
        outcomes.put(scenario.name(), run(scenario, table, out));
      }
    }
    if (docs != null && only.isEmpty()) {
      try {
        MarkedText.replace(docs.resolve(page), name, table.markdown());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return outcomes;
  }

  private List<Outcome> run(Scenario scenario, ScenarioTable table, PrintWriter out) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Plan plan : scenario.plans()) {
      Outcome outcome = Experiment.run(plan);
      outcomes.add(outcome);
      boolean first = outcomes.size() == 1;
      out.print(table.add(first ? scenario.name() : "", outcome));
      out.flush();
      allEqual &= outcome.allEqual() || !plan.spread().isHerd();
      if (plan.faults().isEmpty() && plan.spread().isHerd()) {
        write(fileName(plan), PropagationSvg.of(outcome));
      }
    }
    return outcomes;
  }

  private static String fileName(Plan plan) {
    String topology = plan.placed().name().replaceAll("[^0-9a-z]+", "-");
    String batching = plan.batching().isZero() ? "" : "-" + plan.batching().toMillis();
    String moving = plan.moving() == 0 ? "" : "-moving";
    return topology + "-" + plan.spread().label() + batching + moving;
  }

  private void draw(
      String file,
      String title,
      Map<String, List<Outcome>> outcomes,
      ToDoubleFunction<Outcome> figure) {
    List<BarsSvg.Group> groups = new ArrayList<>();
    outcomes.forEach(
        (name, group) ->
            groups.add(
                new BarsSvg.Group(
                    name,
                    group.stream().map(figure::applyAsDouble).toList(),
                    group.stream().map(Outcome::endless).toList())));
    if (!groups.isEmpty()) {
      write("flooding-rules-" + file, BarsSvg.of(title, groups));
    }
  }

  private void write(String name, String drawing) {
    if (docs == null || !only.isEmpty()) {
      return;
    }
    try {
      Path directory = Files.createDirectories(docs.resolve("plots"));
      Files.writeString(directory.resolve(name + ".svg"), drawing);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
