package io.herd.internal;

import io.herd.spi.LocationStore;

/**
 * The bits by which records remember which links hold them. A connection gets a bit that no record
 * carries, since what a former connection knew is void; when none is left, the bits of former
 * connections are wiped from all records at once. Loop thread only.
 */
final class LinkBits {

  private final LocationStore store;
  private long inUse;
  private long carried;

  LinkBits(LocationStore store) {
    this.store = store;
  }

  /**
   * A bit that no record carries, or 0 if there are 64 connected links: then nothing is remembered
   * for this one.
   */
  long take() {
    if (carried == -1L) {
      store.clearHeldBy(carried & ~inUse);
      carried = inUse;
    }
    long bit = Long.lowestOneBit(~carried);
    carried |= bit;
    inUse |= bit;
    return bit;
  }

  /** The connection with this bit is gone. */
  void give(long bit) {
    inUse &= ~bit;
  }
}
