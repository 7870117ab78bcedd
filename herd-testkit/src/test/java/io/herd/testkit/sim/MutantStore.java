package io.herd.testkit.sim;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import io.herd.store.LogStore;

/** A store like any other, for mutants that do one thing wrong. Loop thread only. */
class MutantStore implements LocationStore {

  final LogStore rightStore;
  private int calls;

  MutantStore(long maxFutureNanos, long seed) {
    rightStore = new LogStore(maxFutureNanos, seed);
  }

  /** Now and then. */
  final boolean isTime() {
    return ++calls % 17 == 0;
  }

  @Override
  public Merged merge(AtView candidate) {
    return rightStore.merge(candidate);
  }

  @Override
  public Merged accept(AtView candidate, boolean newClients) {
    return rightStore.accept(candidate, newClients);
  }

  @Override
  public boolean find(byte[] id, int from, int to, AtView into) {
    return rightStore.find(id, from, to, into);
  }

  @Override
  public boolean remove(AtView record) {
    return rightStore.remove(record);
  }

  @Override
  public int clients() {
    return rightStore.clients();
  }

  @Override
  public long bytes() {
    return rightStore.bytes();
  }

  @Override
  public void clearHeldBy(long links) {
    rightStore.clearHeldBy(links);
  }

  @Override
  public Cursor cursor() {
    return rightStore.cursor();
  }
}
