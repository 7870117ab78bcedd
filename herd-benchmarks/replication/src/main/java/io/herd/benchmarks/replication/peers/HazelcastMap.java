package io.herd.benchmarks.replication.peers;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.BuildInfoProvider;
import io.herd.benchmarks.replication.Entry;
import io.herd.benchmarks.replication.MapMaker;
import io.herd.benchmarks.replication.ReplicatedMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast's ReplicatedMap. A put waits for the member that has the key's partition; so a burst is
 * made by several threads.
 */
final class HazelcastMap implements ReplicatedMap {

  private static final String MAP = "benchmark";
  private static final int PUTTERS = 16;
  private static final int FIRST_PORT = 21_000;

  private final Observer observer;
  private final AtomicReferenceArray<@Nullable HazelcastInstance> instances;

  /** Makes them. */
  public static final class Maker implements MapMaker {

    /** A maker. */
    public Maker() {}

    @Override
    public String subject() {
      return "hazelcast";
    }

    @Override
    public ReplicatedMap make(int members, Observer observer) {
      return new HazelcastMap(members, observer);
    }
  }

  private HazelcastMap(int members, Observer observer) {
    System.setProperty("hazelcast.logging.type", "none");
    this.observer = observer;
    instances = new AtomicReferenceArray<>(members);
  }

  @Override
  public Map<String, String> description() {
    return Map.of("version", BuildInfoProvider.getBuildInfo().getVersion());
  }

  @Override
  public int putters() {
    return PUTTERS;
  }

  @Override
  public void start(int member) {
    Config config = new Config().setClusterName("benchmark");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().setPort(FIRST_PORT).setPortCount(200);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int i = 0; i < instances.length(); i++) {
      HazelcastInstance other = instances.get(i);
      if (other != null) {
        int port = other.getCluster().getLocalMember().getAddress().getPort();
        join.getTcpIpConfig().addMember("127.0.0.1:" + port);
      }
    }
    config.getReplicatedMapConfig(MAP).setInMemoryFormat(InMemoryFormat.OBJECT);
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
    instances.set(member, instance);
    instance
        .<String, String>getReplicatedMap(MAP)
        .addEntryListener(
            new EntryAdapter<>() {
              @Override
              public void onEntryEvent(EntryEvent<String, String> event) {
                observer.onValue(
                    member, Entry.keyOf(event.getKey()), Entry.stampOf(event.getValue()));
              }
            });
  }

  private Map<String, String> map(int member) {
    HazelcastInstance instance = instances.get(member);
    return Objects.requireNonNull(instance, "the member does not run").getReplicatedMap(MAP);
  }

  @Override
  public void stop(int member) {
    HazelcastInstance instance = instances.getAndSet(member, null);
    if (instance != null) {
      instance.shutdown();
    }
  }

  @Override
  public void put(int member, int key, long stamp) {
    map(member).put(Entry.key(key), Entry.value(stamp));
  }

  @Override
  public int burstUpdatesMax() {
    return 50_000;
  }

  @Override
  public int keysMax() {
    return 100_000;
  }

  @Override
  public long get(int member, int key) {
    String value = map(member).get(Entry.key(key));
    return value == null ? -1 : Entry.stampOf(value);
  }

  @Override
  public int size(int member) {
    return map(member).size();
  }

  @Override
  public void close() {
    for (int i = 0; i < instances.length(); i++) {
      stop(i);
    }
  }
}
