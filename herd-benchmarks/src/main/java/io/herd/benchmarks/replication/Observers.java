package io.herd.benchmarks.replication;

/** The one observer of a map, which hands on to that of the measurement. Thread-safe. */
final class Observers implements ReplicatedMap.Observer {

  private volatile ReplicatedMap.Observer current = (member, key, stamp) -> {};

  void use(ReplicatedMap.Observer next) {
    current = next;
  }

  @Override
  public void onValue(int member, int key, long stamp) {
    current.onValue(member, key, stamp);
  }
}
