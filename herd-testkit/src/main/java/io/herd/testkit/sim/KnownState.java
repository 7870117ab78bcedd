package io.herd.testkit.sim;

import io.herd.protocol.OriginId;
import io.herd.testkit.sim.AcceptedReports.Report;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one life of a server must hold, as it follows from the events heard. Not thread-safe. */
final class KnownState {

  /** How far its heads were looked at. */
  final Map<OriginId, Long> heads = new HashMap<>();

  /** Whether its heads may have moved since. */
  boolean headsMayHaveMoved;

  private int clients;
  private @Nullable Report[] kept = new Report[32];

  /** The record kept last of a client, or null. */
  @Nullable Report kept(int client) {
    return client < kept.length ? kept[client] : null;
  }

  /** Of how many clients a record was kept. */
  int clients() {
    return clients;
  }

  void keep(Report report) {
    if (report.client() >= kept.length) {
      kept = Arrays.copyOf(kept, 2 * report.client());
    }
    if (kept[report.client()] == null) {
      clients++;
    }
    kept[report.client()] = report;
  }
}
