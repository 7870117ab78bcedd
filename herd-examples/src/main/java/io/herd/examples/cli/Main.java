package io.herd.examples.cli;

import io.herd.examples.config.ConfigException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code herd} command. Not thread-safe. */
@Command(
    name = "herd",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "An application server herd: any server takes position reports, all know them.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all went well", "1:something failed", "2:wrong usage or configuration"},
    footer = {
      "",
      "Try first:  herd demo",
      "Then:       herd serve Clark     and, elsewhere,",
      "            herd send Clark 'IAMAT kiwi +34.0689-118.4451 1520023934'"
    },
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      SendCommand.class,
      CheckCommand.class,
      HerdsCommand.class,
      FakePlacesCommand.class,
      KeysCommand.class,
      SimCommand.class,
      ScenariosCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {

  /** Something failed. */
  static final int FAILURE = 1;

  /** The command or the configuration is wrong. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine() {
    CommandLine herd = new CommandLine(new Main());
    herd.setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command));
    herd.setCaseInsensitiveEnumValuesAllowed(true);
    CommandLine.IParameterExceptionHandler usual = herd.getParameterExceptionHandler();
    herd.setParameterExceptionHandler(
        (wrong, args) ->
            wrong instanceof UnmatchedArgumentException unknown
                    && unknown.getUnmatched().stream().anyMatch(Main::isKey)
                ? keyRefused(wrong.getCommandLine())
                : usual.handleParseException(wrong, args));
    return herd;
  }

  private static boolean isKey(String arg) {
    return arg.matches("(?is)-.*(key|secret|token).*");
  }

  /** Everybody on the machine sees a command line; what was wrong with it is not repeated. */
  private static int keyRefused(CommandLine command) {
    command
        .getErr()
        .println(
            "keys and secrets are not taken from the command line, which everybody on this machine"
                + " sees: say where they are in herd.yaml, as in"
                + " places: {provider: google-new, key: {file: path}}");
    return USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Failures that a person can mend are told in a line; others are bugs. */
  private static int told(Exception failure, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigException) {
      err.println(failure.getMessage());
      return USAGE;
    }
    if (failure instanceof UncheckedIOException || failure instanceof CommandFailed) {
      err.println("herd: " + failure.getMessage());
      return FAILURE;
    }
    throw failure;
  }

  /** The version that the jar was built with. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "herd " + (version == null ? "(not built as a jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
