package io.herd.examples.cli;

import io.herd.examples.LineClient;
import io.herd.examples.TlsClient;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.TlsFilesConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A client: sends lines to a server and prints what it answers. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Sends lines to a server and prints its answers.",
    footer = {
      "",
      "For example:",
      "  herd send Clark 'IAMAT kiwi +34.0689-118.4451 1520023934'",
      "  herd send Bona 'WHATSAT kiwi 10 5'"
    })
final class SendCommand implements Runnable {

  @ArgGroup private HerdOption herd = new HerdOption();

  @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
  private String server = "";

  @Parameters(
      index = "1..*",
      paramLabel = "LINE",
      description = "A line to send; without one, what comes on standard input is sent.")
  private List<String> lines = new ArrayList<>();

  @Override
  public void run() {
    HerdConfig config = herd.config();
    Endpoint endpoint = config.endpoint(config.server(server));
    InetSocketAddress address = endpoint.resolve();
    try (LineClient client = connect(config, endpoint, address)) {
      Thread sending = new Thread(() -> send(client), "send");
      sending.setDaemon(true);
      sending.start();
      print(client.in(), sending);
    } catch (IOException e) {
      throw new CommandFailed(server + " at " + endpoint + ": " + e.getMessage());
    }
  }

  private LineClient connect(HerdConfig config, Endpoint endpoint, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new CommandFailed("the address of " + endpoint.host() + " is not known");
    }
    try {
      Optional<TlsFilesConfig> tls = config.security().clientTls();
      return tls.isPresent()
          ? TlsClient.trusting(tls.get().authoritiesFile()).connect(address, server)
          : LineClient.connect(address);
    } catch (IOException e) {
      throw new CommandFailed(
          "cannot connect to " + server + " at " + endpoint + ": " + e.getMessage());
    }
  }

  /** Sends in a thread of its own: a server may wait with reading until its answers are read. */
  private void send(LineClient client) {
    try (InputStream input = input()) {
      input.transferTo(client.out());
      client.endOfCommands();
    } catch (IOException closed) {
      // the server has closed, which the reading side sees and tells
      Thread.currentThread().interrupt();
    }
  }

  private InputStream input() {
    if (lines.isEmpty()) {
      return System.in;
    }
    String text = String.join("\n", lines) + "\n";
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  // System.out itself, since an answer is bytes, which a writer would decode and encode again
  private static void print(InputStream answers, Thread sending) throws IOException {
    PrintStream out = System.out;
    byte[] buffer = new byte[8_192];
    for (int n = read(answers, buffer, sending); n >= 0; n = read(answers, buffer, sending)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  /** Reads, and waits as long as it takes while there are commands to come. */
  private static int read(InputStream answers, byte[] buffer, Thread sending) throws IOException {
    while (true) {
      boolean mayWait = sending.isAlive();
      try {
        return answers.read(buffer);
      } catch (SocketTimeoutException late) {
        if (!mayWait) {
          throw late;
        }
      }
    }
  }
}
