package io.herd.internal;

import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;
import org.jspecify.annotations.Nullable;

/**
 * A node's share of the herd's knowledge: its store, the origins it has heard of, and its heads.
 * {@code head[o] = s} says: everything that origin {@code o} accepted up to its sequence number
 * {@code s} is held here, or beaten by something held here, or expired. Loop thread only.
 */
final class Replica {

  private final LocationStore store;
  private final Origins origins;
  private final HeadVector heads = new HeadVector();
  private final Checkpoints checkpoints;
  private final long maxFutureNanos;
  private final Lifetime lifetime;
  private final @Nullable Signatures signatures;

  /** The greatest sequence number of each origin of which its signature was seen. */
  private final HeadVector signed = new HeadVector();

  private final Crossings crossings = new Crossings();
  private final AtView held = new AtView();
  private long headsVersion;

  Replica(LocationStore store, OriginId self, Timing timing, @Nullable Signatures signatures) {
    this.store = store;
    this.maxFutureNanos = timing.maxFuture();
    this.lifetime = new Lifetime(timing.maxFuture(), timing.timeToLive());
    this.signatures = signatures;
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

  Crossings crossings() {
    return crossings;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Grows whenever a head moves. */
  long headsVersion() {
    return headsVersion;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  /** Takes an expired record out of the store. */
  void forget(AtView expired) {
    int origin = expired.origin;
    if (store.remove(expired)) {
      origins.removed(origin);
    }
  }

  /**
   * Takes out what is held of the report's client, if it has expired: the report is then a first.
   */
  void forgetIfOver(AtView report, long epochNanos) {
    if (lifetime.ends() && isHeld(report) && lifetime.isOver(held, epochNanos)) {
      forget(held);
    }
  }

  /** Takes in a removal made here, which beats what is held. */
  void remove(AtView removal) {
    number(removal);
    if (signatures != null) {
      signatures.sign(removal, origins.suffix(Origins.SELF));
    }
    if (!isKept(merge(removal))) {
      throw new IllegalStateException("a removal does not beat what is held: " + removal);
    }
    heads.raise(Origins.SELF, removal.sequence);
    headsVersion++;
  }

  private void number(AtView madeHere) {
    madeHere.origin = Origins.SELF;
    madeHere.sequence = heads.get(Origins.SELF) + 1;
    madeHere.heldBy = 0;
  }

  /** Takes in a report made here, under this node's next sequence number if it is kept. */
  Merged accept(AtView report, boolean newClients) {
    number(report);
    if (signatures != null && (!isHeld(report) || report.isLaterReportThan(held, maxFutureNanos))) {
      signatures.sign(report, origins.suffix(Origins.SELF));
    }
    Merged merged = store.accept(report, newClients);
    if (isKept(merged)) {
      heads.raise(Origins.SELF, report.sequence);
      headsVersion++;
      count(report);
      crossings.onMerged(report, true);
    }
    return merged;
  }

  /** Takes in a record of another server. Heads do not move: only a HEADS line moves them. */
  Merged merge(AtView record) {
    Merged merged = store.merge(record);
    crossings.onMerged(record, isKept(merged));
    if (isKept(merged)) {
      count(record);
    }
    return merged;
  }

  private boolean isHeld(AtView record) {
    return store.find(record.bytes, record.idStart, record.idEnd, held);
  }

  /** The signatures of records, or null in a herd that does without. */
  @Nullable Signatures signatures() {
    return signatures;
  }

  /** Whether merging the record would keep it. */
  boolean wouldKeep(AtView record) {
    return !isHeld(record) || record.compareTo(held, maxFutureNanos) > 0;
  }

  /** The origin's signature was found on a record of this number. */
  void noteSigned(int origin, long sequence) {
    signed.raise(origin, sequence);
  }

  /**
   * What a HEADS line says: up to this sequence number of the origin, everything is here now. In a
   * herd with signatures, nobody is believed that an origin has come further than its own signature
   * has shown: too low a head costs bytes, too high a head would cost records.
   */
  void raiseHead(int origin, long sequence) {
    if (heads.raise(origin, believable(origin, sequence))) {
      headsVersion++;
    }
  }

  /** How much is believed of the claim that an origin has come so far. */
  long believable(int origin, long sequence) {
    return signatures == null ? sequence : Math.min(sequence, signed.get(origin));
  }

  /** Drops an origin that has no live record. */
  void drop(int origin) {
    origins.drop(origin);
    heads.clear(origin);
    signed.clear(origin);
    crossings.forget(origin);
    checkpoints.forget(origin);
  }

  static boolean isKept(Merged merged) {
    return merged == Merged.NEW || merged == Merged.NEWER;
  }

  private void count(AtView kept) {
    checkpoints.onAdded(kept.origin, kept.sequence);
    if (kept.heldOrigin != kept.origin) {
      origins.added(kept.origin);
      if (kept.heldOrigin >= 0) {
        origins.removed(kept.heldOrigin);
      }
    }
  }
}
