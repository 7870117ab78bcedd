package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;

/** What has expired by this node's clock, and what is known since it has not. Loop thread only. */
final class Expiry {

  private final NodeCore core;
  private final Lifetime lifetime;

  Expiry(NodeCore core) {
    this.core = core;
    this.lifetime = core.replica().lifetime();
  }

  /** Whether the record has expired. */
  boolean isOver(AtView record) {
    return lifetime.ends() && lifetime.isOver(record, core.epochNanos());
  }

  /** Whether a report made here has expired already, so that it is refused; then it is counted. */
  boolean refuses(AtView report) {
    boolean over = isOver(report);
    if (over) {
      core.counters().add(Count.REPORTS_EXPIRED);
    }
    return over;
  }

  /** Whether a record of a neighbour has expired already, so that it is dropped; it is counted. */
  boolean drops(AtView record) {
    boolean over = isOver(record);
    if (over) {
      core.counters().add(Count.RECORDS_EXPIRED);
    }
    return over;
  }

  /**
   * Finds the newest report of a client.
   *
   * @return false if the client is not known: there is none, or it was removed, or it has expired
   */
  boolean find(byte[] id, int from, int to, AtView into) {
    return core.store().find(id, from, to, into) && !into.isRemoval() && !isOver(into);
  }
}
