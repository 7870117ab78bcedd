package io.herd.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.herd.examples.LineClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: signals and exit codes. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class ServeProcessTest {

  private static final Pattern LISTENS = Pattern.compile("Clark listens on 127.0.0.1:([0-9]+).*");

  private static final int SIGINT = 2;

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();

  private Process herd(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    processes.add(process);
    return process;
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it has ended");
    return process.exitValue();
  }

  private static LineClient connect(String announcement) throws IOException {
    Matcher matcher = LISTENS.matcher(announcement);
    assertTrue(matcher.matches(), announcement);
    int port = Integer.parseInt(matcher.group(1));
    return LineClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Test
  void aServerThatIsTerminatedExitsWithZeroAndHasWrittenItsLog() throws Exception {
    Process process = herd("serve", "Clark", "--port", "0");
    try (BufferedReader out = process.inputReader()) {
      String announcement = Objects.requireNonNull(out.readLine());
      assertTrue(announcement.endsWith(", neighbours Bona, Jaquez"), announcement);
      try (LineClient client = connect(announcement)) {
        assertTrue(client.ask("IAMAT kiwi +34.0-118.0 1520023934").startsWith("AT Clark +"));
        assertEquals("? hello", client.ask("hello"));
        process.toHandle().destroy();
        assertEquals(-1, client.in().read(), "it closes the connection");
      }
      assertEquals(0, exitCode(process));
      assertNull(out.readLine());
    }
    String log = Files.readString(directory.resolve("logs/Clark.log"));
    assertTrue(log.contains("recv #"), log);
    assertTrue(log.contains(" IAMAT kiwi +34.0-118.0 1520023934\n"), log);
    assertTrue(log.contains(" ? hello\n"), log);
    assertTrue(log.stripTrailing().lines().reduce((a, b) -> b).orElse("").contains(" shut #"), log);
  }

  /** A build that a shell has put in the background: its children inherit that. */
  private static boolean interruptsAreIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.notExists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(ignored -> (ignored & 1 << SIGINT - 1) != 0);
  }

  @Test
  void anInterruptIsAnOrderlyEndToo() throws Exception {
    assumeFalse(interruptsAreIgnored(), "interrupts are ignored here, and so by processes started");
    Process process = herd("serve", "Clark", "--port", "0", "--wire-log=off");
    try (BufferedReader out = process.inputReader()) {
      Objects.requireNonNull(out.readLine());
      String pid = Long.toString(process.pid());
      assertEquals(0, new ProcessBuilder("kill", "-INT", pid).start().waitFor());
      assertEquals(0, exitCode(process));
    }
    assertTrue(Files.notExists(directory.resolve("logs")));
  }

  @Test
  void aPortInUseIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Process process = herd("serve", "Clark", "--port", port);
      assertEquals(1, exitCode(process));
      List<String> errors =
          Files.readAllLines(directory.resolve("stderr")).stream()
              .filter(line -> line.startsWith("herd:") || line.contains("xception"))
              .toList();
      assertEquals(1, errors.size(), errors.toString());
      assertTrue(
          errors.get(0).startsWith("herd: Clark cannot listen on 127.0.0.1:" + port + ": "),
          errors.toString());
      assertTrue(Files.notExists(directory.resolve("logs/Clark.log")));
    }
  }

  @Test
  void sendPrintsTheAnswersAndExitsWithZero() throws Exception {
    Process server = herd("serve", "Clark", "--port", "0", "--wire-log=off");
    try (BufferedReader out = server.inputReader()) {
      Matcher matcher = LISTENS.matcher(Objects.requireNonNull(out.readLine()));
      assertTrue(matcher.matches());
      String config = "servers: {Clark: 127.0.0.1:" + matcher.group(1) + "}\n";
      Files.writeString(directory.resolve("herd.yaml"), config);
      Process send =
          herd("send", "-c", "herd.yaml", "Clark", "IAMAT kiwi +1-1 7", "WHATSAT kiwi 1 0", "x");
      List<String> lines;
      try (BufferedReader answers = send.inputReader()) {
        lines = answers.lines().toList();
      }
      assertEquals(0, exitCode(send));
      assertTrue(lines.get(0).matches("AT Clark \\+[0-9.]+ kiwi \\+1-1 7"), lines.toString());
      assertEquals(lines.get(0), lines.get(1));
      assertEquals("? x", lines.get(lines.size() - 1));

      Process piped = herd("send", "--config=herd.yaml", "Clark");
      piped.getOutputStream().write("a\nb".getBytes(StandardCharsets.UTF_8));
      piped.getOutputStream().close();
      try (BufferedReader answers = piped.inputReader()) {
        assertEquals(List.of("? a", "? b"), answers.lines().toList());
      }
      assertEquals(0, exitCode(piped));
    }
  }

  @Test
  void fakeServiceForPlacesTellsWhereItIsAndEndsInGoodOrder() throws Exception {
    Process process =
        herd("fake-places", "--kind", "Google-Legacy", "--fault=says-quota", "--places", "3");
    try (BufferedReader out = process.inputReader()) {
      String announcement = Objects.requireNonNull(out.readLine());
      Matcher matcher =
          Pattern.compile("google-legacy is played at (http://\\S+), fault says-quota")
              .matcher(announcement);
      assertTrue(matcher.matches(), announcement);
      String path = "/maps/api/place/nearbysearch/json?key=k&location=1,2&radius=3";
      try (InputStream in = URI.create(matcher.group(1) + path).toURL().openStream()) {
        String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(body.contains("\"status\" : \"OVER_QUERY_LIMIT\""), body);
      }
      process.toHandle().destroy();
      assertEquals(0, exitCode(process));
    }
  }

  @Test
  void sendToNobodyFailsInOneLine() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    Files.writeString(directory.resolve("herd.yaml"), "servers: {Clark: 127.0.0.1:" + free + "}\n");
    Process send = herd("send", "-c", "herd.yaml", "Clark", "x");
    assertEquals(1, exitCode(send));
    List<String> errors = Files.readAllLines(directory.resolve("stderr"));
    assertEquals(1, errors.size(), errors.toString());
    assertTrue(
        errors.get(0).startsWith("herd: cannot connect to Clark at 127.0.0.1:"), errors.toString());
  }
}
