package io.herd.examples.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Prints a completion script for bash and zsh.",
    footer = {"", "To use it in this shell:", "  source <(herd completion)"})
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    CommandLine herd = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash(herd.getCommandName(), herd));
    out.flush();
  }
}
