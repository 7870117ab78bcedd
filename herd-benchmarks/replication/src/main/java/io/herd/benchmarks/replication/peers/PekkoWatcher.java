package io.herd.benchmarks.replication.peers;

import io.herd.benchmarks.replication.Entry;
import io.herd.benchmarks.replication.ReplicatedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.Replicator;

/** Finds out what has changed in the maps that a member is told of. Thread-safe. */
final class PekkoWatcher {

  private final int member;
  private final ReplicatedMap.Observer observer;
  private final ConcurrentHashMap<Integer, Long> stamps = new ConcurrentHashMap<>();

  PekkoWatcher(int member, ReplicatedMap.Observer observer) {
    this.member = member;
    this.observer = observer;
  }

  Props props() {
    return Props.create(Subscriber.class, () -> new Subscriber(this));
  }

  long get(int key) {
    return stamps.getOrDefault(key, -1L);
  }

  int size() {
    return stamps.size();
  }

  private void onMap(LWWMap<String, String> map) {
    map.getEntries()
        .forEach(
            (name, value) -> {
              int key = Entry.keyOf(name);
              long stamp = Entry.stampOf(value);
              Long before = stamps.put(key, stamp);
              if (before == null || before != stamp) {
                observer.onValue(member, key, stamp);
              }
            });
  }

  /** The actor that is told. */
  private static final class Subscriber extends AbstractActor {
    private final PekkoWatcher watcher;

    Subscriber(PekkoWatcher watcher) {
      this.watcher = watcher;
    }

    @Override
    @SuppressWarnings("unchecked") // only such maps are subscribed to
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Replicator.Changed.class,
              changed -> watcher.onMap((LWWMap<String, String>) changed.dataValue()))
          .build();
    }
  }
}
