package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;

/**
 * A node's share of the herd's knowledge: its store, the origins it has heard of, and its heads.
 * {@code head[o] = s} says: everything that origin {@code o} accepted up to its sequence number
 * {@code s} is held here, or beaten by something held here. Loop thread only.
 */
final class Replica {

  private final LocationStore store;
  private final Origins origins;
  private final HeadVector heads = new HeadVector();
  private final Checkpoints checkpoints;
  private long headsVersion;

  Replica(LocationStore store, OriginId self) {
    this.store = store;
    this.origins = new Origins(self);
    this.checkpoints = new Checkpoints(store);
  }

  LocationStore store() {
    return store;
  }

  Origins origins() {
    return origins;
  }

  HeadVector heads() {
    return heads;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Grows whenever a head moves. */
  long headsVersion() {
    return headsVersion;
  }

  /** Takes in a report made here, under this node's next sequence number if it is kept. */
  Merged accept(AtView report, boolean newClients) {
    report.origin = Origins.SELF;
    report.sequence = heads.get(Origins.SELF) + 1;
    report.heldBy = 0;
    Merged merged = store.accept(report, newClients);
    if (isKept(merged)) {
      heads.raise(Origins.SELF, report.sequence);
      headsVersion++;
      count(report);
    }
    return merged;
  }

  /** Takes in a record of another server. Heads do not move: only a HEADS line moves them. */
  boolean merge(AtView record) {
    if (!isKept(store.merge(record))) {
      return false;
    }
    count(record);
    return true;
  }

  /** What a HEADS line says: up to this sequence number of the origin, everything is here now. */
  void raiseHead(int origin, long sequence) {
    if (heads.raise(origin, sequence)) {
      headsVersion++;
    }
  }

  /** Drops an origin that has no live record. */
  void drop(int origin) {
    origins.drop(origin);
    heads.clear(origin);
    checkpoints.forget(origin);
  }

  static boolean isKept(Merged merged) {
    return merged == Merged.NEW || merged == Merged.NEWER;
  }

  private void count(AtView kept) {
    origins.added(kept.origin);
    if (kept.replacedOrigin >= 0) {
      origins.removed(kept.replacedOrigin);
    }
  }
}
