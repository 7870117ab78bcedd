package io.herd.examples.cli;

import io.herd.examples.sim.Experiment;
import io.herd.examples.sim.Fault;
import io.herd.examples.sim.Faults;
import io.herd.examples.sim.Outcome;
import io.herd.examples.sim.OutcomeTable;
import io.herd.examples.sim.Plan;
import io.herd.examples.sim.PropagationSvg;
import io.herd.examples.sim.Spread;
import io.herd.testkit.sim.PlacedTopology;
import io.herd.testkit.sim.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a whole herd in virtual time, measures it and draws how an update went. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Runs a herd in virtual time and measures it.",
    description = {
      "Real nodes on one thread, with a simulated network: prints what an update costs and how "
          + "long it takes, and draws the way of one. The same options print the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:in the end all servers held the same",
      "1:they did not, or their messages never end",
      "2:wrong usage"
    },
    footer = {
      "",
      "For example:",
      "  herd sim --topology grid:5x5 --policy trees",
      "  herd sim --topology circulant:25:1,5,7 --policy trees --batching 60ms",
      "  herd sim --topology default --policy time-differs --cut-every 5s"
    })
final class SimCommand implements Callable<Integer> {

  private static final Duration CUT_LENGTH = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--topology",
      paramLabel = "NAME",
      defaultValue = "default",
      completionCandidates = TopologyNames.class,
      description = "Who talks with whom: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String topology = "default";

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "trees",
      completionCandidates = PolicyNames.class,
      description =
          "How updates are spread: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). The last "
              + "three are rules to compare with, docs/flooding-rules.md.")
  private String policy = "trees";

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      defaultValue = "100ms",
      converter = Times.class,
      description = "How long a message takes (default: ${DEFAULT-VALUE}).")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      defaultValue = "0ms",
      converter = Times.class,
      description = "How much longer it may take (default: ${DEFAULT-VALUE}).")
  private Duration jitter = Duration.ZERO;

  @Option(
      names = "--batching",
      paramLabel = "TIME",
      defaultValue = "0ms",
      converter = Times.class,
      description = "How long a record may wait for others (default: ${DEFAULT-VALUE}).")
  private Duration batching = Duration.ZERO;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "Operations a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--reads",
      paramLabel = "PART",
      defaultValue = "0.5",
      description = "The part of them that ask, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double reads;

  @Option(
      names = "--clients",
      paramLabel = "NUMBER",
      defaultValue = "1000",
      description = "Clients, each with its own server (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--moving",
      paramLabel = "PART",
      defaultValue = "0",
      description = "The part of reports made at any server (default: ${DEFAULT-VALUE}).")
  private double moving;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Times.class,
      description = "Load before anything counts (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = Times.class,
      description = "Load that counts (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--cut-every",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Cuts a random relation for 2 s, so often.")
  private @Nullable Duration cutEvery;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "7",
      description = "What chance is drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      defaultValue = "herd-sim.svg",
      description = "Where the drawing goes (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("herd-sim.svg");

  @Override
  public Integer call() {
    QuietLog.errorsOnly();
    Plan plan;
    try {
      plan = plan();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    Outcome outcome = Experiment.run(plan);
    new OutcomeTable(outcome).print(spec.commandLine().getOut());
    try {
      Files.writeString(file, PropagationSvg.of(outcome));
    } catch (IOException failed) {
      throw new CommandFailed(file + " cannot be written: " + failed.getMessage());
    }
    spec.commandLine().getOut().println("  drawing         " + file);
    spec.commandLine().getOut().flush();
    return outcome.allEqual() && !outcome.endless() ? 0 : Main.FAILURE;
  }

  private Plan plan() {
    PlacedTopology placed = Topologies.parse(topology, seed);
    List<Fault> faults = new ArrayList<>();
    if (cutEvery != null) {
      if (cutEvery.compareTo(CUT_LENGTH) <= 0) {
        throw new IllegalArgumentException(
            "--cut-every is " + cutEvery.toMillis() + " ms, must be more than 2 s");
      }
      faults.add(Faults.cuts(cutEvery, CUT_LENGTH));
    }
    return Plan.of(placed, Spread.labelled(policy))
        .withSeed(seed)
        .withLatency(latency, jitter)
        .withBatching(batching)
        .withLoad(rate, reads, clients)
        .withMoving(moving)
        .lasting(warmUp, duration)
        .withFaults(faults.toArray(Fault[]::new));
  }

  /** One topology of each kind. */
  static final class TopologyNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Topologies.examples().iterator();
    }
  }

  /** The ways of spreading. */
  static final class PolicyNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Spread.labels().iterator();
    }
  }
}
