package io.herd.examples.cli;

import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.KnownHerds;
import io.herd.protocol.ServerId;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the known herds. */
@Command(
    name = "herds",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Lists the herds that need no file.")
final class HerdsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : KnownHerds.names()) {
      HerdConfig herd = KnownHerds.named(name);
      out.println(name + (name.equals(KnownHerds.DEFAULT) ? " (default)" : ""));
      for (ServerId server : herd.topology().servers()) {
        String others =
            herd.topology().neighbours(server).stream()
                .map(ServerId::toString)
                .collect(Collectors.joining(", "));
        out.printf("  %-10s %-16s talks with %s%n", server, herd.endpoint(server), others);
      }
    }
    out.flush();
  }
}
