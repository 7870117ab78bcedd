package io.herd.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the load generator. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    header = "A load generator for servers of position reports.",
    subcommands = {RunCommand.class, RespondCommand.class})
public final class Main {

  private Main() {}

  /** Runs a command, and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
