package io.herd.load;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a {@link Responder}. */
@Command(
    name = "respond",
    mixinStandardHelpOptions = true,
    header = "Answers reports and keeps nothing, to see what the generator itself can do.",
    description = "Prints \"ready responder PORT PID\", and ends with its input or at a signal.")
final class RespondCommand implements Callable<Integer> {

  @Option(names = "--port", description = "0 chooses a free one.")
  private int port;

  @Override
  public Integer call() throws IOException {
    try (Responder responder = Responder.listen(port)) {
      System.out.println(
          "ready responder " + responder.port() + " " + ProcessHandle.current().pid());
      Thread thread = new Thread(responder::run, "responder");
      thread.setDaemon(true);
      thread.start();
      while (System.in.read() >= 0) {
        // until there is no more
      }
    }
    return 0;
  }
}
