package io.herd.benchmarks.replication.peers;

import io.herd.benchmarks.replication.Entry;
import io.herd.benchmarks.replication.MapMaker;
import io.herd.benchmarks.replication.ReplicatedMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.sql.DataSource;
import org.infinispan.Cache;
import org.infinispan.commons.util.Version;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.util.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An Infinispan cache that is replicated and not waited for, over its own JGroups stack for TCP.
 */
final class InfinispanMap implements ReplicatedMap {

  private static final String CACHE = "benchmark";
  private static final String STACK = "org/infinispan/configuration/default-jgroups-tcp.xml";

  private final Observer observer;
  private final Channels channels;
  private final AtomicReferenceArray<@Nullable DefaultCacheManager> managers;
  private final AtomicReferenceArray<@Nullable Cache<String, String>> caches;

  /** Makes them. */
  public static final class Maker implements MapMaker {

    /** A maker. */
    public Maker() {}

    @Override
    public String subject() {
      return "infinispan";
    }

    @Override
    public ReplicatedMap make(int members, Observer observer) {
      return new InfinispanMap(members, observer);
    }
  }

  private InfinispanMap(int members, Observer observer) {
    this.observer = observer;
    channels = new Channels(STACK, members);
    managers = new AtomicReferenceArray<>(members);
    caches = new AtomicReferenceArray<>(members);
  }

  @Override
  public Map<String, String> description() {
    return Map.of("version", Version.getVersion());
  }

  @Override
  public void start(int member) throws Exception {
    GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
    global
        .transport()
        .defaultTransport()
        .clusterName("benchmark")
        .nodeName("member-" + member)
        .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new OwnChannel(channels, member));
    DefaultCacheManager manager = new DefaultCacheManager(global.build());
    ConfigurationBuilder cache = new ConfigurationBuilder();
    cache.clustering().cacheMode(CacheMode.REPL_ASYNC);
    cache.clustering().stateTransfer().timeout(5, TimeUnit.MINUTES);
    manager.defineConfiguration(CACHE, cache.build());
    managers.set(member, manager);
    Cache<String, String> started = manager.getCache(CACHE);
    started.addListener(new Told(observer, member));
    caches.set(member, started);
  }

  /** Gives Infinispan the channel of a member. */
  private record OwnChannel(Channels channels, int member) implements JGroupsChannelConfigurator {

    @Override
    public String getName() {
      return "benchmark";
    }

    @Override
    public JChannel createChannel(String name) throws Exception {
      return channels.open(member);
    }

    @Override
    public String getProtocolStackString() {
      return getName();
    }

    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
      return List.of();
    }

    @Override
    public void setSocketFactory(SocketFactory factory) {}

    @Override
    public void setDataSource(DataSource source) {}
  }

  /** Hears of what a member holds. Thread-safe. */
  @Listener
  public static final class Told {
    private final Observer observer;
    private final int member;

    Told(Observer observer, int member) {
      this.observer = observer;
      this.member = member;
    }

    /** Called by Infinispan. */
    @CacheEntryCreated
    @CacheEntryModified
    public void onEntry(CacheEntryEvent<String, String> event) {
      if (!event.isPre()) {
        observer.onValue(member, Entry.keyOf(event.getKey()), Entry.stampOf(event.getValue()));
      }
    }
  }

  private Cache<String, String> cache(int member) {
    return Objects.requireNonNull(caches.get(member), "the member does not run");
  }

  @Override
  public void stop(int member) throws IOException {
    DefaultCacheManager manager = managers.getAndSet(member, null);
    caches.set(member, null);
    if (manager != null) {
      manager.close();
    }
  }

  @Override
  public void put(int member, int key, long stamp) {
    cache(member)
        .getAdvancedCache()
        .withFlags(Flag.IGNORE_RETURN_VALUES)
        .put(Entry.key(key), Entry.value(stamp));
  }

  @Override
  public long get(int member, int key) {
    String value = cache(member).get(Entry.key(key));
    return value == null ? -1 : Entry.stampOf(value);
  }

  @Override
  public int size(int member) {
    return cache(member).getAdvancedCache().getDataContainer().sizeIncludingExpired();
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < managers.length(); i++) {
      stop(i);
    }
  }
}
