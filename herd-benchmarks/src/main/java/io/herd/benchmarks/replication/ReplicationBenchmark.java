package io.herd.benchmarks.replication;

import io.herd.benchmarks.replication.ReplicatedMap.Absence;
import io.herd.load.ResultLine;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures one subject, and prints a result line for each round. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Measures how news spread in a herd or another replicated map.")
public final class ReplicationBenchmark implements Callable<Integer> {

  private static final int NOT_INSTALLED = 3;
  private static final List<String> HERDS = List.of("herd", "herd-netty");

  @Parameters(index = "0", description = "herd, herd-netty, jgroups, infinispan, hazelcast, pekko")
  private String subject = "";

  @Parameters(index = "1", description = "propagation, burst, catch-up, new-node, herd-size")
  private String benchmark = "";

  @Option(names = "--clients", description = "how many clients, or keys, there are")
  private int clients;

  @Option(names = "--updates", description = "how many updates a burst has")
  private int updates;

  @Option(names = "--missed", description = "how many clients are missed by who catches up")
  private int missed = 1_000;

  @Option(names = "--rate", description = "updates a second")
  private int rate = 1_000;

  @Option(names = "--seconds", description = "how long updates are made at this rate")
  private int seconds = 10;

  @Option(names = "--members", description = "how many servers there are")
  private int members = 5;

  @Option(names = "--topology", description = "relations of a herd, as the simulator names them")
  private @Nullable String topology;

  @Option(names = "--policy", description = "of a herd: flooding or trees")
  private String policy = "flooding";

  @Option(names = "--signed", description = "the servers of the herd sign what they accept")
  private boolean signed;

  @Option(names = "--rounds", description = "how often it is measured after the warm-up")
  private int rounds = 1;

  @Option(names = "--short", description = "a tenth of everything")
  private boolean brief;

  @Option(names = "--results", description = "a file that the results are appended to")
  private @Nullable Path results;

  private ReplicationBenchmark() {}

  /** Measures. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ReplicationBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    MapMaker maker = maker();
    if (maker == null) {
      System.err.println("not installed: " + subject + " is built in the Maven profile peers only");
      return NOT_INSTALLED;
    }
    try (Bench bench = new Bench(maker, members)) {
      System.err.println(subject + " " + benchmark + " " + bench.map().description());
      measure(bench, new Measurements(bench));
    }
    return 0;
  }

  private @Nullable MapMaker maker() {
    if (HERDS.contains(subject)) {
      return HerdMapMaker.of(subject, topology, policy, signed);
    }
    for (MapMaker maker : ServiceLoader.load(MapMaker.class)) {
      if (maker.subject().equals(subject)) {
        return maker;
      }
    }
    return null;
  }

  private void measure(Bench bench, Measurements measurements) throws Exception {
    if (clients > bench.map().keysMax()) {
      ResultLine result = new ResultLine(benchmark, subject).parameter("clients", clients);
      result.skipped("so many keys take minutes to put").write(results);
      return;
    }
    switch (benchmark) {
      case "propagation" -> propagation(bench, measurements);
      case "burst", "herd-size" -> burst(bench, measurements);
      case "new-node" -> newNode(bench, measurements);
      case "catch-up" -> catchUp(bench, measurements);
      default -> throw new IllegalArgumentException("benchmark is " + benchmark + ", see --help");
    }
  }

  private int clients(int usual) {
    return clients > 0 ? clients : brief ? usual / 10 : usual;
  }

  private void propagation(Bench bench, Measurements measurements) throws Exception {
    int keys = clients(10_000);
    int length = brief ? Math.max(1, seconds / 5) : seconds;
    bench.start(members);
    bench.fill(members, keys, keys);
    bench.warmUp(members, keys);
    // the code has to be compiled for few updates at a time too
    new Propagation(bench, rate, length, keys).run();
    for (int i = 0; i < rounds; i++) {
      measurements.propagation(rate, length, keys).write(results);
    }
  }

  private void burst(Bench bench, Measurements measurements) throws Exception {
    boolean size = benchmark.equals("herd-size");
    int keys = clients(size ? 50_000 : 10_000);
    int usual = size ? keys : brief ? 50_000 : 500_000;
    int count = updates > 0 ? updates : Math.min(usual, bench.map().burstUpdatesMax());
    bench.start(members);
    bench.warmUp(members, keys);
    for (int i = 0; i < rounds; i++) {
      ResultLine result = measurements.burst(benchmark, keys, count);
      if (size) {
        result.parameter("members", members).parameter("policy", policy);
        result.parameter("relations", bench.map().description().getOrDefault("relations", "all"));
      }
      result.parameter("clients", keys).parameter("updates", count).write(results);
    }
  }

  private void newNode(Bench bench, Measurements measurements) throws Exception {
    int keys = clients(100_000);
    bench.start(members - 1);
    bench.warmUp(members - 1, keys);
    bench.fill(members - 1, keys, keys);
    measurements.newNode(keys);
    for (int i = 0; i < rounds; i++) {
      bench.map().stop(members - 1);
      measurements.newNode(keys).write(results);
    }
  }

  private void catchUp(Bench bench, Measurements measurements) throws Exception {
    Absence absence = bench.map().absence();
    int keys = clients(1_000_000);
    if (absence == null) {
      ResultLine result = new ResultLine("catch-up", subject);
      result.parameter("clients", keys).parameter("missed", missed);
      result.skipped("a member that was away is given everything anew, see new-node");
      result.write(results);
      return;
    }
    bench.start(members);
    bench.warmUp(members, keys);
    bench.fill(members, keys, keys);
    measurements.catchUp(absence, keys, missed);
    for (int i = 0; i < rounds; i++) {
      measurements.catchUp(absence, keys, missed).write(results);
    }
  }
}
