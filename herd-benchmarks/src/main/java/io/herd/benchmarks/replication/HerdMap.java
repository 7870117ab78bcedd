package io.herd.benchmarks.replication;

import io.herd.HerdListener;
import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.HerdStats.LinkStats;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.Topology;
import io.herd.auth.OriginKeys;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A herd as a map: clients are the keys, and the times that they report the stamps. What is put at
 * a member comes over a connection of a client to it, as reports do. Members are the topology's
 * servers, {@code Clark} first if there is one.
 */
final class HerdMap implements ReplicatedMap, ReplicatedMap.Absence {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Topology topology;
  private final Supplier<Transport> transport;
  private final FloodingPolicy policy;
  private final Observer observer;
  private final List<ServerId> ids;
  private final Map<ServerId, KeyPair> keys = new HashMap<>();
  private final AtomicReferenceArray<@Nullable HerdNode> nodes;
  private final AtomicLongArray up;
  private final Map<Integer, ReportWriter> writers = new HashMap<>();

  /** What the members that are cut off will be again. */
  private final Map<Integer, Membership> former = new HashMap<>();

  HerdMap(
      Topology topology,
      Supplier<Transport> transport,
      FloodingPolicy policy,
      boolean signed,
      Observer observer) {
    this.topology = topology;
    this.transport = transport;
    this.policy = policy;
    this.observer = observer;
    ServerId clark = ServerId.of("Clark");
    ids =
        topology.servers().stream()
            .sorted((one, other) -> Boolean.compare(other.equals(clark), one.equals(clark)))
            .toList();
    nodes = new AtomicReferenceArray<>(ids.size());
    up = new AtomicLongArray(ids.size());
    for (ServerId id : signed ? ids : List.<ServerId>of()) {
      keys.put(id, OriginKeys.generate());
    }
  }

  @Override
  public Map<String, String> description() {
    return Map.of(
        "servers", Integer.toString(ids.size()),
        "relations", Integer.toString(topology.relations().size()),
        "policy", policy.getClass().getSimpleName());
  }

  @Override
  public void start(int member) throws InterruptedException {
    ServerId id = ids.get(member);
    HerdNodeBuilder builder =
        HerdNode.builder(id)
            .listen(ANY_PORT)
            .transport(transport.get())
            .policy(policy)
            .listener(new Told(member));
    if (!keys.isEmpty()) {
      builder.signatures(keysOf(id));
    }
    for (ServerId neighbour : topology.neighbours(id)) {
      HerdNode other = nodes.get(ids.indexOf(neighbour));
      builder.neighbour(neighbour, other == null ? null : other.address());
    }
    HerdNode started = builder.start();
    nodes.set(member, started);
    for (ServerId neighbour : topology.neighbours(id)) {
      HerdNode other = nodes.get(ids.indexOf(neighbour));
      if (other != null) {
        Membership known = other.membership().toCompletableFuture().join();
        other.change(known.withNeighbour(new Neighbour(id, started.address())));
      }
    }
  }

  private OriginKeys keysOf(ServerId server) {
    Map<ServerId, PublicKey> all = new HashMap<>();
    keys.forEach((name, pair) -> all.put(name, pair.getPublic()));
    return OriginKeys.of(server, Objects.requireNonNull(keys.get(server)).getPrivate(), all);
  }

  /** Hears what a member keeps, and when it is connected. Loop thread only. */
  private final class Told implements HerdListener {
    private final int member;

    Told(int member) {
      this.member = member;
    }

    @Override
    public void onReport(AtView report, boolean acceptedHere) {
      observer.onValue(
          member,
          ReportWriter.keyAt(report.bytes, report.idStart),
          ReportWriter.stamp(report.clientNanos));
    }

    @Override
    public void onPeerUp(ServerId neighbour) {
      up.compareAndSet(member, 0, System.nanoTime());
    }
  }

  private HerdNode node(int member) {
    HerdNode node = nodes.get(member);
    if (node == null) {
      throw new IllegalStateException("member " + member + " does not run");
    }
    return node;
  }

  @Override
  public void stop(int member) throws IOException {
    ReportWriter writer = writers.remove(member);
    if (writer != null) {
      writer.close();
    }
    node(member).close();
    nodes.set(member, null);
  }

  @Override
  public void put(int member, int key, long stamp) throws IOException {
    ReportWriter writer = writers.get(member);
    if (writer == null) {
      writer = new ReportWriter((InetSocketAddress) node(member).address());
      writers.put(member, writer);
    }
    writer.put(key, stamp);
  }

  @Override
  public void flush() throws IOException {
    for (ReportWriter writer : writers.values()) {
      writer.flush();
    }
  }

  @Override
  public long get(int member, int key) {
    return node(member)
        .find(Entry.key(key))
        .toCompletableFuture()
        .join()
        .map(record -> ReportWriter.stamp(nanos(record.time())))
        .orElse(-1L);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Override
  public int size(int member) {
    return (int) node(member).stats().clients();
  }

  @Override
  public Absence absence() {
    return this;
  }

  @Override
  public void begin(int member) {
    HerdNode node = node(member);
    Membership known = node.membership().toCompletableFuture().join();
    former.put(member, known);
    Membership alone = known;
    for (Neighbour neighbour : known.neighbours()) {
      alone = alone.withoutNeighbour(neighbour.id());
    }
    node.change(alone).toCompletableFuture().join();
    up.set(member, 0);
  }

  @Override
  public void end(int member) {
    node(member).change(Objects.requireNonNull(former.remove(member)));
  }

  @Override
  public long upNanos(int member) {
    return up.get(member);
  }

  @Override
  public boolean isWhole(int member) {
    return node(member).stats().peersUp() == topology.neighbours(ids.get(member)).size();
  }

  @Override
  public long sentBytes(int member) {
    long bytes = 0;
    for (ServerId neighbour : topology.neighbours(ids.get(member))) {
      LinkStats link = node(ids.indexOf(neighbour)).stats().links().get(ids.get(member));
      bytes += link == null ? 0 : link.bytesSent();
    }
    return bytes;
  }

  @Override
  public long recordsSent() {
    return sum(LinkStats::recordsSent);
  }

  @Override
  public long bytesSent() {
    return sum(LinkStats::bytesSent);
  }

  private long sum(ToLongFunction<LinkStats> count) {
    long sum = 0;
    for (int i = 0; i < nodes.length(); i++) {
      HerdNode node = nodes.get(i);
      if (node != null) {
        sum += node.stats().links().values().stream().mapToLong(count).sum();
      }
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < nodes.length(); i++) {
      if (nodes.get(i) != null) {
        stop(i);
      }
    }
  }
}
