package io.herd.benchmarks.replication.peers;

import io.herd.benchmarks.replication.Entry;
import io.herd.benchmarks.replication.MapMaker;
import io.herd.benchmarks.replication.ReplicatedMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Version;
import org.jgroups.View;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jspecify.annotations.Nullable;

/** JGroups' ReplicatedHashMap: puts are sent to all and not waited for, which is its default. */
final class JGroupsMap implements ReplicatedMap {

  private static final long STATE_MILLIS = 300_000;

  private final Observer observer;
  private final Channels channels;
  private final AtomicReferenceArray<@Nullable ReplicatedHashMap<String, String>> maps;

  /** Makes them. */
  public static final class Maker implements MapMaker {

    /** A maker. */
    public Maker() {}

    @Override
    public String subject() {
      return "jgroups";
    }

    @Override
    public ReplicatedMap make(int members, Observer observer) {
      return new JGroupsMap(members, observer);
    }
  }

  private JGroupsMap(int members, Observer observer) {
    this.observer = observer;
    channels = new Channels("tcp.xml", members);
    maps = new AtomicReferenceArray<>(members);
  }

  @Override
  public Map<String, String> description() {
    return Map.of("version", Version.printVersion());
  }

  @Override
  public void start(int member) throws Exception {
    JChannel channel = channels.open(member);
    channel.connect("benchmark");
    ReplicatedHashMap<String, String> map = new ReplicatedHashMap<>(channel);
    map.addNotifier(
        new ReplicatedHashMap.Notification<String, String>() {
          @Override
          public void entrySet(String key, String value) {
            observer.onValue(member, Entry.keyOf(key), Entry.stampOf(value));
          }

          @Override
          public void entryRemoved(String key) {}

          @Override
          public void viewChange(View view, List<Address> joined, List<Address> left) {}

          @Override
          public void contentsSet(Map<String, String> entries) {}

          @Override
          public void contentsCleared() {}
        });
    map.start(STATE_MILLIS);
    maps.set(member, map);
  }

  private ReplicatedHashMap<String, String> map(int member) {
    return Objects.requireNonNull(maps.get(member), "the member does not run");
  }

  @Override
  public void stop(int member) {
    ReplicatedHashMap<String, String> map = map(member);
    maps.set(member, null);
    map.stop();
    map.getChannel().close();
  }

  @Override
  public void put(int member, int key, long stamp) {
    map(member).put(Entry.key(key), Entry.value(stamp));
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
    for (int i = 0; i < maps.length(); i++) {
      if (maps.get(i) != null) {
        stop(i);
      }
    }
  }
}
