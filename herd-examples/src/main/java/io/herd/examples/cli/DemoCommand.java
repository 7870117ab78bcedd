package io.herd.examples.cli;

import io.herd.examples.LocalHerd;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole herd in this process, and shows what it is for. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Shows a whole herd at work.",
    description = {
      "Starts all servers in one process, reports and asks over TCP, kills a server and brings "
          + "it back, and tells what happened. Takes free ports if those of the herd are taken."
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @ArgGroup private HerdOption herd = new HerdOption();

  @Option(names = "--keep", description = "Keeps the herd running afterwards, until Ctrl-C.")
  private boolean keep;

  @Option(names = "--verbose", description = "Shows also what the servers themselves say.")
  private boolean verbose;

  @Override
  public Integer call() {
    if (!verbose) {
      QuietLog.errorsOnly();
    }
    HerdConfig config = herd.config();
    WireLogging log = config.wireLog();
    config =
        config.withWireLog(new WireLogging(false, log.directory(), log.fileBytes(), log.files()));
    Narrator narrator = new Narrator(spec.commandLine().getOut(), Ansi.AUTO);
    LocalHerd local = LocalHerd.start(config);
    try (DemoStory story = new DemoStory(local, narrator)) {
      story.tell();
      narrator.good("Everything came out as it must.");
    } catch (CommandFailed | IOException failed) {
      narrator.bad("This did not come out as it must: " + failed.getMessage());
      local.close();
      return Main.FAILURE;
    }
    if (keep) {
      ServerId first = local.config().topology().servers().first();
      UntilSignal.await(
          () -> {
            local.close();
            return 0;
          },
          () -> {
            narrator.heading("The herd keeps running until Ctrl-C. Talk with it, for example:");
            narrator.line("nc 127.0.0.1 " + local.address(first).getPort(), "WHATSAT kiwi 10 3");
          });
    }
    local.close();
    return 0;
  }
}
