package io.herd.examples.cli;

import io.herd.Topology;
import io.herd.examples.LineClient;
import io.herd.examples.LocalHerd;
import io.herd.examples.RunningServer;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The story of the demo, in four chapters. Each claims something and finds out whether it is true,
 * over TCP as a client would. Not thread-safe.
 */
final class DemoStory implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long GLANCE_NANOS = 100_000;
  private static final Pattern PLACE = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]*)\"");

  private final LocalHerd herd;
  private final Narrator narrator;
  private final Topology topology;
  private final List<ServerId> servers;
  private final ServerId victim;
  private final Map<ServerId, LineClient> clients = new HashMap<>();

  /** The AT line that every server has to answer with, by client. */
  private final Map<String, String> truth = new LinkedHashMap<>();

  DemoStory(LocalHerd herd, Narrator narrator) {
    this.herd = herd;
    this.narrator = narrator;
    topology = herd.config().topology();
    servers = new ArrayList<>(topology.servers());
    List<ServerId> dispensable = new ArrayList<>(servers);
    dispensable.removeAll(topology.singlePointsOfFailure());
    victim = dispensable.get(dispensable.size() - 1);
    servers.remove(victim);
    if (servers.size() < 2) {
      throw new CommandFailed("a herd of less than three servers has no story");
    }
  }

  void tell() throws IOException {
    gathering();
    reports();
    loss();
    recovery();
  }

  private void gathering() throws IOException {
    int count = topology.servers().size();
    narrator.heading("The herd " + herd.config().herd() + ", " + count + " servers in a process");
    long start = System.nanoTime();
    eventually("all neighbours are connected", () -> linked(topology.servers()));
    long linked = System.nanoTime() - start;
    for (ServerId server : topology.servers()) {
      String others = names(topology.neighbours(server));
      int port = herd.address(server).getPort();
      narrator.line(server + ", port " + port, "talks with " + others);
    }
    narrator.line("all connected within", linked, "");
  }

  private void reports() throws IOException {
    narrator.heading("1. Three clients say where they are, each to another server");
    report("kiwi", "+34.068930-118.445127", servers.get(0));
    report("moa", "-45.031162+168.662644", servers.get(1));
    report("kea", "+35.676200+139.650300", victim);
    narrator.heading("   Every server knows of all three");
    agree(topology.servers());
    narrator.heading("   and what is near them");
    ask("kiwi", servers.get(1));
    ask("moa", victim);
    ask("kea", servers.get(0));
  }

  private void loss() throws IOException {
    narrator.heading("2. " + victim + " is killed");
    long start = System.nanoTime();
    clients.remove(victim);
    herd.kill(victim);
    eventually("the neighbours notice", () -> linked(servers));
    narrator.line("its neighbours noticed within", System.nanoTime() - start, "");
    narrator.heading("   kiwi moves on, and tells another server");
    report("kiwi", "+40.712800-074.006000", servers.get(servers.size() - 1));
    narrator.heading("   The others agree on that, and still know what " + victim + " was told");
    agree(servers);
  }

  private void recovery() throws IOException {
    narrator.heading("3. " + victim + " comes back, with an empty memory");
    long start = System.nanoTime();
    herd.start(victim);
    narrator.line("listens again within", System.nanoTime() - start, "");
    eventually("its neighbours are connected", () -> linked(topology.servers()));
    narrator.line("all connected within", System.nanoTime() - start, "");
    narrator.heading("   It was told everything");
    agree(List.of(victim));
    ask("kiwi", victim);
    narrator.heading("4. And it takes reports as before");
    report("moa", "-36.848460+174.763332", victim);
    agree(topology.servers());
  }

  private void report(String client, String position, ServerId server) throws IOException {
    Instant now = Instant.now();
    String time = String.format(Locale.ROOT, "%d.%09d", now.getEpochSecond(), now.getNano());
    LineClient connection = connection(server);
    long start = System.nanoTime();
    String answer = connection.ask("IAMAT " + client + " " + position + " " + time);
    long nanos = System.nanoTime() - start;
    Pattern expected =
        Pattern.compile(
            Pattern.quote("AT " + server + " ")
                + "[+-][0-9]+\\.[0-9]{9}"
                + Pattern.quote(" " + client + " " + position + " " + time));
    if (!expected.matcher(answer).matches()) {
      throw new CommandFailed(server + " answered a report with: " + answer);
    }
    truth.put(client, answer);
    narrator.line(client + " to " + server, nanos, answer);
  }

  /** Waits until these servers answer with the truth, looking at all of them in turn. */
  private void agree(Collection<ServerId> group) throws IOException {
    long start = System.nanoTime();
    Map<ServerId, Long> waiting = new TreeMap<>();
    group.forEach(server -> waiting.put(server, -1L));
    eventually(
        names(group) + " agree",
        () -> {
          for (Map.Entry<ServerId, Long> server : waiting.entrySet()) {
            if (server.getValue() < 0 && knowsTheTruth(server.getKey())) {
              server.setValue(System.nanoTime() - start);
            }
          }
          return !waiting.containsValue(-1L);
        });
    waiting.forEach(
        (server, nanos) ->
            narrator.line(server + " knew within", nanos, String.join(", ", truth.keySet())));
  }

  private boolean knowsTheTruth(ServerId server) throws IOException {
    for (Map.Entry<String, String> entry : truth.entrySet()) {
      String answer = connection(server).ask("WHATSAT " + entry.getKey() + " 0 0");
      if (!answer.startsWith(entry.getValue() + "\n")) {
        return false;
      }
    }
    return true;
  }

  private void ask(String client, ServerId server) throws IOException {
    long start = System.nanoTime();
    String answer = connection(server).ask("WHATSAT " + client + " 10 3");
    long nanos = System.nanoTime() - start;
    if (!answer.startsWith(truth.get(client) + "\n{")) {
      throw new CommandFailed(server + " answered a question with: " + answer);
    }
    List<String> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(answer);
    while (matcher.find()) {
      places.add(matcher.group(1));
    }
    String found = places.isEmpty() ? "no places" : String.join(", ", places);
    narrator.line("near " + client + ", asks " + server, nanos, found);
  }

  private LineClient connection(ServerId server) throws IOException {
    LineClient client = clients.get(server);
    if (client == null) {
      client = LineClient.connect(herd.address(server));
      clients.put(server, client);
    }
    return client;
  }

  /** Whether each of these has a link with each of its neighbours that runs, and with no other. */
  private boolean linked(Collection<ServerId> group) {
    for (ServerId server : group) {
      RunningServer running = herd.running().get(server);
      long expected =
          topology.neighbours(server).stream().filter(herd.running()::containsKey).count();
      if (running == null || running.node().stats().peersUp() != expected) {
        return false;
      }
    }
    return true;
  }

  private static String names(Collection<ServerId> servers) {
    return servers.stream().map(ServerId::toString).collect(Collectors.joining(", "));
  }

  private static void eventually(String claim, Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new CommandFailed("after 20 seconds it does not hold that " + claim);
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Something that will come true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  @Override
  public void close() throws IOException {
    for (LineClient client : clients.values()) {
      client.close();
    }
  }
}
