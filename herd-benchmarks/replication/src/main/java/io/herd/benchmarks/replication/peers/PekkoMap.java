package io.herd.benchmarks.replication.peers;

import com.typesafe.config.ConfigFactory;
import io.herd.benchmarks.replication.Entry;
import io.herd.benchmarks.replication.MapMaker;
import io.herd.benchmarks.replication.ReplicatedMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.pekko.Version;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.jspecify.annotations.Nullable;

/**
 * Pekko Distributed Data: last-writer-wins maps, over so many of which the keys are spread, as its
 * guide advises for many keys, since each change of a map costs by its size. Writes are local and
 * go on by deltas. Members are told of changes more often than by default; more frequent gossip
 * makes everything slower.
 */
final class PekkoMap implements ReplicatedMap {

  private static final int SHARDS = 200;
  private static final int IN_FLIGHT_MAX = 1_000;
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final String SETTINGS =
      """
      pekko.loglevel = "ERROR"
      pekko.stdout-loglevel = "ERROR"
      pekko.actor.provider = "cluster"
      pekko.actor.warn-about-java-serializer-usage = off
      pekko.remote.artery.transport = tcp
      pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
      pekko.remote.artery.advanced.maximum-frame-size = 16 MiB
      pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
      pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes = off
      pekko.cluster.distributed-data.notify-subscribers-interval = 50 ms
      """;

  private final Observer observer;
  private final List<Key<LWWMap<String, String>>> shards;
  private final AtomicReferenceArray<@Nullable Running> running;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);

  /** A member that runs. */
  private record Running(
      ActorSystem system, ActorRef replicator, SelfUniqueAddress self, PekkoWatcher watcher) {}

  /** Makes them. */
  public static final class Maker implements MapMaker {

    /** A maker. */
    public Maker() {}

    @Override
    public String subject() {
      return "pekko";
    }

    @Override
    public ReplicatedMap make(int members, Observer observer) {
      return new PekkoMap(members, observer);
    }
  }

  private PekkoMap(int members, Observer observer) {
    this.observer = observer;
    running = new AtomicReferenceArray<>(members);
    shards =
        IntStream.range(0, SHARDS)
            .<Key<LWWMap<String, String>>>mapToObj(i -> LWWMapKey.create("shard-" + i))
            .toList();
  }

  @Override
  public Map<String, String> description() {
    return Map.of("version", Version.current());
  }

  @Override
  public void start(int member) {
    ActorSystem system =
        ActorSystem.create(
            "benchmark", ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load()));
    Cluster cluster = Cluster.get(system);
    Cluster seed = cluster;
    for (int i = running.length() - 1; i >= 0; i--) {
      Running other = running.get(i);
      seed = other == null ? seed : Cluster.get(other.system);
    }
    cluster.join(seed.selfAddress());
    long deadline = System.nanoTime() + JOIN_NANOS;
    while (cluster.selfMember().status() != MemberStatus.up()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("member " + member + " has not joined");
      }
      LockSupport.parkNanos(1_000_000);
    }
    DistributedData data = DistributedData.get(system);
    PekkoWatcher watcher = new PekkoWatcher(member, observer);
    ActorRef subscriber = system.actorOf(watcher.props());
    for (Key<LWWMap<String, String>> shard : shards) {
      data.replicator().tell(new Replicator.Subscribe<>(shard, subscriber), subscriber);
    }
    running.set(member, new Running(system, data.replicator(), data.selfUniqueAddress(), watcher));
  }

  private Running running(int member) {
    return Objects.requireNonNull(running.get(member), "the member does not run");
  }

  @Override
  public void stop(int member) throws IOException {
    Running ended = running.getAndSet(member, null);
    if (ended != null) {
      Cluster cluster = Cluster.get(ended.system);
      cluster.leave(cluster.selfAddress());
      long deadline = System.nanoTime() + JOIN_NANOS;
      while (!cluster.isTerminated() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      end(ended.system);
    }
  }

  private static void end(ActorSystem system) throws IOException {
    system.terminate();
    CompletableFuture<Terminated> ended = system.getWhenTerminated().toCompletableFuture();
    long deadline = System.nanoTime() + JOIN_NANOS;
    while (!ended.isDone() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    if (!ended.isDone()) {
      throw new IOException(system + " does not end");
    }
  }

  @Override
  public void put(int member, int key, long stamp) throws InterruptedException, TimeoutException {
    Running at = running(member);
    if (!inFlight.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new TimeoutException("no room for another update");
    }
    Key<LWWMap<String, String>> shard = shards.get(key % SHARDS);
    at.replicator.tell(
        new Replicator.Update<>(
            shard,
            LWWMap.<String, String>create(),
            Replicator.writeLocal(),
            map -> {
              inFlight.release();
              return map.put(at.self, Entry.key(key), Entry.value(stamp));
            }),
        ActorRef.noSender());
  }

  @Override
  public int burstUpdatesMax() {
    return 20_000;
  }

  @Override
  public int keysMax() {
    return 100_000;
  }

  @Override
  public long get(int member, int key) {
    return running(member).watcher.get(key);
  }

  @Override
  public int size(int member) {
    return running(member).watcher.size();
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < running.length(); i++) {
      Running ended = running.getAndSet(i, null);
      if (ended != null) {
        end(ended.system);
      }
    }
  }
}
