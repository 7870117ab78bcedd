package io.herd.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.examples.cli.Main;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client gets when a places service fails: a server as a process of its own, with everything
 * logged, before a service with each fault.
 */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class PlacesFaultsTest {

  private static final String KEY = "AIzaSyNotARealKey0123456789";

  /** Of what is asked too often, an Overpass server is not asked for a while: these come last. */
  private static final List<Fault> LAST = List.of(Fault.HTTP_504, Fault.SAYS_QUOTA, Fault.HTTP_429);

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  private static String status(Fault fault) {
    return switch (fault) {
      case NONE -> "OK";
      case HTTP_403, SAYS_DENIED, SAYS_NOT_ENABLED -> "REQUEST_DENIED";
      case HTTP_429, SAYS_QUOTA -> "OVER_QUERY_LIMIT";
      case SAYS_INVALID -> "INVALID_REQUEST";
      default -> "UNKNOWN_ERROR";
    };
  }

  private static String failure(String status) {
    return """
        {
           "html_attributions" : [],
           "results" : [],
           "status" : "%s"
        }"""
        .formatted(status);
  }

  private Path config(FakeUpstream fake, Kind kind) throws IOException {
    Path key = Files.writeString(directory.resolve("places.key"), KEY + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    String whom =
        kind == Kind.OVERPASS ? "userAgent: 'herd-test (a@b.example)'" : "key: {file: places.key}";
    return Files.writeString(
        directory.resolve("herd.yaml"),
        """
        herd: faults
        servers: {Clark: 127.0.0.1:1}
        places:
          provider: %s
          endpoint: %s
          %s
          guard: {deadline: 5s, failures: 1000, failuresOf: 1000, retryDelay: 1ms, callsASecond: 9999}
        limits: {placesTimeout: 30s}
        """
            .formatted(kind, fake.uri(), whom));
  }

  private Process serve(Path config) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "Clark",
                "--port",
                "0",
                "--config",
                config.toString())
            .directory(directory.toFile())
            .redirectError(directory.resolve("stderr.log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFaultHasItsStatusInTimeAndInOrderAndTellsNothing(Kind kind) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(kind)) {
      Process process = serve(config(fake, kind));
      BufferedReader out = process.inputReader();
      String announcement = Objects.requireNonNull(out.readLine());
      int port = Integer.parseInt(announcement.replaceAll(".*127.0.0.1:([0-9]+).*", "$1"));
      InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      warmUp(server);
      int number = 0;
      for (Fault fault : faults(kind)) {
        fake.fault(fault);
        check(server, fake, fault, ++number);
      }
      process.toHandle().destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      String told = out.lines().toList().toString();
      assertFalse(told.contains(KEY), told);
    }
    searchLogs();
  }

  /** Each stall takes the whole deadline: one for a service is enough. */
  private static List<Fault> faults(Kind kind) {
    List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
    faults.remove(kind == Kind.GOOGLE_LEGACY ? Fault.STALL_HEADER : Fault.STALL_BODY);
    faults.removeAll(LAST);
    faults.addAll(LAST);
    return faults;
  }

  /** The first call of a process may take longer than the deadline on a busy machine. */
  private static void warmUp(InetSocketAddress server) throws IOException {
    try (LineClient client = LineClient.connect(server)) {
      client.ask("IAMAT cold +50+50 1");
      String answer = "";
      while (!answer.contains("\"OK\"")) {
        answer = client.ask("WHATSAT cold 10 5");
      }
    }
  }

  private static void check(InetSocketAddress server, FakeUpstream fake, Fault fault, int number)
      throws IOException {
    String position = " +34.%05d-118.445127 ".formatted(number);
    String commands =
        "IAMAT kiwi%sx\nIAMAT kiwi%s%d\nWHATSAT kiwi 10 5\nIAMAT other +1+2 3\n"
            .formatted(position, position, 1_700_000_000 + number);
    try (LineClient client = LineClient.connect(server)) {
      client.out().write(commands.getBytes(UTF_8));
      client.endOfCommands();
      String answers = read(client.in());
      String[] lines = answers.split("\n", 3);
      assertTrue(lines[0].startsWith("? IAMAT kiwi"), answers);
      assertTrue(lines[1].startsWith("AT Clark ") && lines[1].contains(position), answers);
      assertTrue(lines[2].startsWith(lines[1] + "\n{\n"), answers);
      int end = lines[2].indexOf("\n\n");
      String body = lines[2].substring(lines[1].length() + 1, end);
      assertTrue(lines[2].substring(end + 2).startsWith("AT Clark "), answers);
      if (fault == Fault.NONE) {
        assertTrue(body.contains("\"status\" : \"OK\""), body);
      } else {
        assertEquals(failure(status(fault)), body, fault.toString());
      }
      assertFalse(answers.contains(KEY), answers);
      assertFalse(answers.contains(":" + fake.uri().getPort()), answers);
    }
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  private void searchLogs() throws IOException {
    List<Path> logs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(file -> file.toString().endsWith(".log")).forEach(logs::add);
    }
    assertEquals(2, logs.size(), "what was logged and what was on the wire");
    for (Path log : logs) {
      String text = Files.readString(log);
      assertFalse(text.isEmpty(), log.toString());
      assertFalse(text.contains(KEY), log.toString());
      assertFalse(text.contains("key="), log.toString());
    }
  }
}
