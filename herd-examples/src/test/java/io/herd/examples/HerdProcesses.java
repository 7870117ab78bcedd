package io.herd.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.examples.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Servers as processes of their own, on ports that are free, in a directory of their own. */
final class HerdProcesses implements AutoCloseable {

  final Path directory;
  final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private int reports;

  HerdProcesses(Path directory, String... servers) throws IOException {
    this.directory = directory;
    addPorts(List.of(servers));
  }

  /** Gives free ports to these servers, all different. */
  void addPorts(List<String> servers) throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    for (String server : servers) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      taken.add(socket);
      ports.put(server, socket.getLocalPort());
    }
    for (ServerSocket socket : taken) {
      socket.close();
    }
  }

  /** The line of a configuration with where these servers listen. */
  String servers(String... names) {
    return List.of(names).stream()
        .map(name -> name + ": 127.0.0.1:" + ports.get(name))
        .collect(Collectors.joining(", ", "servers: {", "}\n"));
  }

  /** Writes a file as a careful operator does: beside, and then in its place. */
  Path write(String name, String text) throws IOException {
    Path beside = Files.writeString(directory.resolve(name + ".new"), text);
    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
    return Files.move(
        beside,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Starts a server and waits until it listens. */
  void start(String server, String config) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of("serve", server, "-c", config));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve(server + ".err").toFile())
            .start();
    processes.put(server, process);
    BufferedReader out = process.inputReader();
    String announcement = out.readLine();
    assertTrue(
        Objects.requireNonNullElse(announcement, "").startsWith(server + " listens on"),
        () -> announcement + "\n" + errors(server));
  }

  /** What a server has written to its standard error. */
  String errors(String server) {
    try {
      return Files.readString(directory.resolve(server + ".err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The lines of a server's wire log. */
  List<String> log(String server) throws IOException {
    return Files.readAllLines(directory.resolve("logs/" + server + ".log"));
  }

  LineClient connect(String server) throws IOException {
    return LineClient.connect(address(server));
  }

  InetSocketAddress address(String server) {
    int port = Objects.requireNonNull(ports.get(server));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  LineClient connect(String server, @Nullable SSLContext tls) throws IOException {
    if (tls == null) {
      return connect(server);
    }
    InetSocketAddress to = address(server);
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(to.getAddress(), to.getPort());
    return LineClient.over(socket);
  }

  /** Reports to each server in turn, and waits until all of the others know. */
  void assertTheyAllKnow(List<String> servers, @Nullable SSLContext tls) throws IOException {
    Map<String, LineClient> clients = new LinkedHashMap<>();
    try {
      for (String server : servers) {
        clients.put(server, connect(server, tls));
      }
      for (String from : servers) {
        String id = "client" + ++reports;
        LineClient client = Objects.requireNonNull(clients.get(from));
        String line = client.ask("IAMAT " + id + " +34.0-118.0 1520023934");
        assertTrue(line.startsWith("AT " + from + " "), line);
        for (String server : servers) {
          LineClient asked = Objects.requireNonNull(clients.get(server));
          eventually(
              "WHATSAT " + id + " 1 0",
              asked,
              answer -> answer.lines().findFirst().orElse("").equals(line));
        }
      }
    } finally {
      for (LineClient client : clients.values()) {
        client.close();
      }
    }
  }

  private static void eventually(
      String question, LineClient client, Function<String, Boolean> condition) throws IOException {
    while (!condition.apply(client.ask(question))) {
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(5_000_000);
    if (Thread.interrupted()) {
      throw new IllegalStateException("it took too long");
    }
  }

  /** Waits until a server has written this to its standard error, so many times at least. */
  void awaitError(String server, String text, int times) {
    while (errors(server).split(Pattern.quote(text), -1).length <= times) {
      pause();
    }
  }

  /** Stops a server in good order. */
  void stop(String server) throws InterruptedException {
    Process process = Objects.requireNonNull(processes.remove(server));
    process.toHandle().destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), server + " has ended");
    assertEquals(0, process.exitValue(), () -> errors(server));
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
  }
}
