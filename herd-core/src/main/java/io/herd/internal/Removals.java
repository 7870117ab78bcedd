package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtEncoder;
import io.herd.protocol.AtView;
import io.herd.protocol.PosixTime;
import io.herd.protocol.ServerId;

/**
 * Removes clients on request. A removal is a record like any other, with {@code -} in place of a
 * position: it beats what is held, goes to all servers, and expires. Loop thread only.
 */
final class Removals {

  /** Sign, ten digits, point, nine digits. */
  private static final int TIME_BYTES_MAX = 21;

  private final NodeCore core;
  private final AtView removal = new AtView();

  Removals(NodeCore core) {
    this.core = core;
  }

  /**
   * Removes a client.
   *
   * @return false if it is not known
   * @throws IllegalStateException if its report is of the last moment that there is, so that
   *     nothing can be later
   */
  boolean remove(byte[] id) {
    AtView held = core.found();
    if (!core.expiry().find(id, 0, id.length, held)) {
      return false;
    }
    long maxFuture = core.settings().timing().maxFuture();
    long effective = held.effectiveNanos(maxFuture);
    if (effective == Long.MAX_VALUE) {
      throw new IllegalStateException("nothing can be later than what is held: " + held);
    }
    long now = core.epochNanos();
    long time = Math.max(now, effective + 1);
    // effective, and not only said, is the time of the removal if its receipt is not much earlier
    long earliest = time - maxFuture;
    long receipt = earliest > time ? now : Math.max(now, earliest);
    write(id, time, receipt);
    core.replica().remove(removal);
    core.counters().add(Count.CLIENTS_REMOVED);
    core.onKept(removal, true);
    return true;
  }

  private void write(byte[] id, long time, long receipt) {
    int most = id.length + ServerId.LENGTH_MAX + AtEncoder.OVERHEAD_MAX + TIME_BYTES_MAX;
    byte[] line = new byte[most];
    int idStart = new AtEncoder(core.self()).putStart(line, 0, receipt, time);
    int at = AtEncoder.putField(line, idStart, id, 0, id.length, ' ');
    int idEnd = at - 1;
    line[at++] = '-';
    line[at++] = ' ';
    at = PosixTime.put(line, at, time);
    removal.line(line, 0, at, idStart, idEnd);
    removal.clientNanos = time;
    removal.receiptNanos = receipt;
  }
}
