package io.herd.examples.cli;

import io.herd.examples.Bootstrap;
import io.herd.examples.RunningServer;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.protocol.ServerId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a server and keeps it running until the process is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Starts a server of a herd.",
    description = {
      "SIGTERM or Ctrl-C stops it in good order: it accepts no more connections, answers what is "
          + "in flight, writes the rest of its log and exits with 0."
    })
final class ServeCommand implements Runnable {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  @Spec private CommandSpec spec = CommandSpec.create();
  @ArgGroup private HerdOption herd = new HerdOption();

  @Parameters(paramLabel = "SERVER", description = "The server's name.")
  private String name = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Listens on this port instead; 0 chooses a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--wire-log",
      paramLabel = "on|off",
      description = "Whether every line and connection is logged to <log-dir>/<server>.log.")
  private @Nullable OnOff wireLog;

  @Option(names = "--log-dir", paramLabel = "DIR", description = "Where the log is (logs).")
  private @Nullable Path logDirectory;

  /** A switch. */
  enum OnOff {
    /** It is on. */
    ON,
    /** It is off. */
    OFF
  }

  @Override
  public void run() {
    HerdConfig config = withOptions(herd.config());
    ServerId self = config.server(name);
    Path file = herd.file();
    RunningServer server =
        file == null
            ? Bootstrap.start(config, self)
            : Bootstrap.start(file, this::withOptions, self);
    String listening = listening(config, self, server);
    UntilSignal.await(
        () -> server.stop(DRAIN) ? 0 : Main.FAILURE,
        () -> {
          PrintWriter out = spec.commandLine().getOut();
          out.println(listening);
          out.flush();
        });
  }

  private static String listening(HerdConfig config, ServerId self, RunningServer server) {
    String neighbours =
        config.topology().neighbours(self).stream()
            .map(ServerId::toString)
            .collect(Collectors.joining(", "));
    Endpoint bound = new Endpoint(config.endpoint(self).host(), server.port());
    return self
        + " listens on "
        + bound
        + (neighbours.isEmpty() ? ", no neighbours" : ", neighbours " + neighbours);
  }

  private HerdConfig withOptions(HerdConfig config) {
    WireLogging log = config.wireLog();
    boolean enabled = wireLog == null ? log.enabled() : wireLog == OnOff.ON;
    Path directory = logDirectory == null ? log.directory() : logDirectory;
    HerdConfig logged =
        config.withWireLog(new WireLogging(enabled, directory, log.fileBytes(), log.files()));
    return port == null ? logged : withPort(logged, logged.server(name), port);
  }

  private HerdConfig withPort(HerdConfig config, ServerId self, int other) {
    if (other < 0 || other > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is " + other + ", must be 0..65535");
    }
    Map<ServerId, Endpoint> endpoints = new HashMap<>(config.endpoints());
    endpoints.put(self, new Endpoint(config.endpoint(self).host(), other));
    return config.withEndpoints(endpoints);
  }
}
