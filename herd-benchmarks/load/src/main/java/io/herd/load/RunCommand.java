package io.herd.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads servers and prints what they did. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    header = "Loads servers, checks the answers, prints one result line.",
    description = {
      "Without --rate in a closed loop: each connection sends DEPTH requests at once, waits for all "
          + "answers, and sends the next. With --rate in an open loop: requests are due at that rate, "
          + "and latencies count from when they were due, whether or not they could be sent then."
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--host", description = "Where the servers are.")
  private String host = "127.0.0.1";

  @Option(names = "--port", split = ",", required = true, description = "Of each server.")
  private List<Integer> ports = List.of();

  @Option(names = "--protocol", description = "${COMPLETION-CANDIDATES}")
  private Protocol protocol = Protocol.IAMAT;

  @Option(names = "--connections", description = "Over all servers.")
  private int connections = 50;

  @Option(names = "--depth", description = "Requests that are sent at once on a connection.")
  private int depth = 1;

  @Option(names = "--rate", description = "Requests a second; 0 only keeps connections open.")
  private @Nullable Double rate;

  @Option(names = "--clients", description = "Clients; each uses one of the connections.")
  private int clients = 100_000;

  @Option(
      names = "--ids",
      description = "How clients follow each other on a connection: ${COMPLETION-CANDIDATES}")
  private Clients.Choice choice = Clients.Choice.UNIFORM;

  @Option(
      names = "--questions",
      description = "Share of WHATSAT with no places among the requests.")
  private double questionShare;

  @Option(names = "--seed", description = "Of all that is random.")
  private long seed = 1;

  @Option(names = "--tls", description = "Connections are secured; any certificate is taken.")
  private boolean tls;

  @Option(
      names = "--skip-first-reports",
      description = "Leaves out that every client reports once before the warm-up.")
  private boolean firstReportsSkipped;

  @Option(names = "--warm-up", description = "Seconds that do not count.")
  private double warmUpSeconds = 3;

  @Option(names = "--seconds", description = "Seconds that count.")
  private double seconds = 5;

  @Option(
      names = "--agreement",
      description =
          "Seconds in which all servers have to know the last reports of a thousand clients; 0 does "
              + "not ask them.")
  private double agreementSeconds = 30;

  @Option(
      names = "--server-pid",
      split = ",",
      description = "The servers' processes, of which the CPU time is told.")
  private List<Long> serverPids = List.of();

  @Option(names = "--benchmark", description = "The name of the measurement in the result.")
  private String benchmark = "load";

  @Option(names = "--subject", description = "What is measured, in the result.")
  private String subject = "server";

  @Option(names = "--results", description = "Appends the result to this file too.")
  private @Nullable Path results;

  @Override
  public Integer call() throws IOException {
    Run run;
    try {
      run = new Run(plan(), timing(), ServerProcesses.of(serverPids));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    ResultLine line = result();
    run.measure().forEach(line::figure);
    line.errors(run.tally().errors(), run.tally().problems()).write(results);
    System.err.print(line.summary());
    return 0;
  }

  private Plan plan() {
    return new Plan(
        protocol,
        ports.stream().map(port -> new InetSocketAddress(host, port)).toList(),
        connections,
        depth,
        rate == null ? -1 : rate,
        clients,
        choice,
        questionShare,
        seed,
        tls);
  }

  private Run.Timing timing() {
    return new Run.Timing(!firstReportsSkipped, warmUpSeconds, seconds, agreementSeconds);
  }

  private ResultLine result() {
    ResultLine line =
        new ResultLine(benchmark, subject)
            .parameter("servers", ports.size())
            .parameter("connections", connections)
            .parameter("depth", depth)
            .parameter("clients", clients)
            .parameter("ids", choice.name().toLowerCase(Locale.ROOT));
    if (rate != null) {
      line.parameter("rate", rate);
    }
    if (questionShare > 0) {
      line.parameter("questionShare", questionShare);
    }
    if (tls) {
      line.parameter("tls", true);
    }
    return line;
  }
}
