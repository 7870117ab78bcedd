package io.herd.testkit.sim;

import io.herd.HerdStats;
import io.herd.Limits;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore;
import io.herd.testkit.sim.AcceptedReports.Origin;
import io.herd.testkit.sim.AcceptedReports.Report;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches a whole herd and throws an {@link InvariantViolation} as soon as an {@link Invariant}
 * does not hold. It looks at each accepted report, each kept record and each moved head when that
 * happens; {@link #checkStores} compares whole stores with what follows from these. Has to listen
 * from the beginning of the simulation. Not thread-safe.
 */
public final class HerdOracle implements SimulationListener {

  /** Within this time, servers take expired records out. */
  private static final long HELD_AFTER_EXPIRY_NANOS_MAX = 15_000_000_000L;

  private final SimulatedHerd herd;
  private final long maxFutureNanos;
  private final long timeToLiveNanos;
  private final Limits limits;
  private final AcceptedReports reports = new AcceptedReports();
  private final Map<SimulatedServer, KnownState> states = new HashMap<>();
  private final AtView view = new AtView();

  /** An oracle of a herd in which nothing has happened yet. */
  public HerdOracle(SimulatedHerd herd) {
    this(herd, herd.plan().timing().timeToLive());
  }

  private HerdOracle(SimulatedHerd herd, long timeToLiveNanos) {
    this.herd = herd;
    this.maxFutureNanos = herd.plan().timing().maxFuture();
    this.timeToLiveNanos = timeToLiveNanos;
    this.limits = herd.plan().limits();
    herd.listen(this);
  }

  /** An oracle that expects records to expire after so long, whatever the servers think. */
  static HerdOracle expecting(SimulatedHerd herd, Duration timeToLive) {
    return new HerdOracle(herd, timeToLive.toNanos());
  }

  AcceptedReports reports() {
    return reports;
  }

  @Override
  public void onSent(long nanos, String by, String line) {
    reports.sent(line);
  }

  @Override
  public void onStarted(long nanos, SimulatedServer server, OriginId self) {
    states.put(server, new KnownState());
  }

  @Override
  public void onAccepted(long nanos, SimulatedServer at, AtView report, OriginId origin) {
    if (!report.isRemoval()) {
      check(reports.wasSent(report), Invariant.ACCEPTED_AS_SENT, at, report);
      check(isWellMade(at, report), Invariant.ACCEPTED_AS_SENT, at, report);
    }
    long expected = reports.origin(origin).reports.size() + 1L;
    check(report.sequence == expected, Invariant.NUMBERED_IN_ORDER, at, report);
    Report accepted = reports.add(origin, report);
    KnownState state = state(at);
    boolean room = state.kept(accepted.client()) != null || state.clients() < limits.clients();
    // an expired record makes room, which is not known here
    check(room || timeToLiveNanos > 0, Invariant.WITHIN_LIMITS, at, report);
    keep(at, accepted);
  }

  private static boolean isWellMade(SimulatedServer at, AtView report) {
    long receipt = at.clock().epochNanos();
    BigDecimal skew =
        BigDecimal.valueOf(receipt, 9).subtract(BigDecimal.valueOf(report.clientNanos, 9));
    String sign = skew.signum() < 0 ? "" : "+";
    String start = "AT " + at.id() + " " + sign + skew.toPlainString() + " ";
    int length = report.idStart - report.start;
    return report.receiptNanos == receipt && start.length() == length && startsWith(report, start);
  }

  private static boolean startsWith(AtView line, String start) {
    for (int i = 0; i < start.length(); i++) {
      if (line.bytes[line.start + i] != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onKept(long nanos, SimulatedServer at, AtView record, OriginId origin) {
    Report accepted = reports.origin(origin).report(record.sequence);
    check(accepted != null && accepted.isLine(record), Invariant.KEPT_AS_ACCEPTED, at, record);
    keep(at, Objects.requireNonNull(accepted));
  }

  private void keep(SimulatedServer at, Report report) {
    KnownState state = state(at);
    Report before = state.kept(report.client());
    check(
        before == null || report.view().compareTo(before.view(), maxFutureNanos) > 0,
        Invariant.NEVER_BACKWARDS,
        at,
        report.view());
    check(!isExpired(at, report), Invariant.EXPIRED_STAYS_AWAY, at, report.view());
    state.keep(report);
  }

  private boolean isExpired(SimulatedServer at, Report report) {
    return timeToLiveNanos > 0
        && report.view().effectiveNanos(maxFutureNanos) + timeToLiveNanos
            <= at.clock().epochNanos();
  }

  /**
   * Heads move by lines that have an H and colons, which records seldom have. A piece so short may
   * be the end of such a line.
   */
  @Override
  public void onArrived(long nanos, String from, String to, byte[] piece) {
    SimulatedServer server = herd.find(to);
    if (herd.find(from) != null) {
      reports.heard(piece);
    }
    KnownState state = server == null ? null : states.get(server);
    if (state == null || state.headsMayHaveMoved) {
      return;
    }
    for (byte b : piece) {
      if (b == 'H' || b == ':' || piece.length < 24) {
        state.headsMayHaveMoved = true;
        return;
      }
    }
  }

  @Override
  public void onTurnEnd(long nanos, SimulatedServer server) {
    KnownState state = states.get(server);
    if (state != null && state.headsMayHaveMoved) {
      state.headsMayHaveMoved = false;
      checkHeads(server, state);
    }
  }

  private void checkHeads(SimulatedServer server, KnownState state) {
    server
        .heads()
        .forEach(
            (id, head) -> {
              Long before = state.heads.put(id, head);
              if (!head.equals(before)) {
                checkHead(server, state, id, before == null ? 0 : before, head);
              }
            });
  }

  private void checkHead(
      SimulatedServer server, KnownState state, OriginId id, long before, long head) {
    Origin origin = reports.origin(id);
    for (long sequence = before + 1; sequence <= head; sequence++) {
      Report promised = origin.report(sequence);
      if (promised == null) {
        throw violation(
            Invariant.HEADS_KEEP_THEIR_PROMISE,
            server + "'s head of " + id + " is " + head + ", it accepted " + (sequence - 1));
      }
      Report held = state.kept(promised.client());
      boolean kept =
          held != null
              && (held.equals(promised)
                  || held.view().compareTo(promised.view(), maxFutureNanos) >= 0);
      if (!kept && !isExpired(server, promised)) {
        throw violation(
            Invariant.HEADS_KEEP_THEIR_PROMISE,
            server + "'s head covers " + promised + ", but it holds " + held);
      }
    }
  }

  /** Looks through all servers: heads, whole stores, limits. */
  public void checkAll() {
    for (SimulatedServer server : herd.servers()) {
      if (server.isUp() && !server.isPaused()) {
        checkHeads(server, state(server));
      }
    }
    checkStores();
    checkLimits();
  }

  /** Compares each store with what was kept in it. */
  public void checkStores() {
    for (SimulatedServer server : herd.servers()) {
      if (server.isUp()) {
        checkStore(server, state(server));
      }
    }
  }

  private void checkStore(SimulatedServer server, KnownState state) {
    int found = 0;
    try (LocationStore.Cursor cursor = server.store().cursor()) {
      while (cursor.next(view)) {
        Report kept = state.kept(reports.client(view));
        check(kept != null && kept.isLine(view), Invariant.STORE_HOLDS_WHAT_WAS_KEPT, server, view);
        found++;
      }
    }
    for (int client = 0; client < reports.clients(); client++) {
      Report kept = state.kept(client);
      if (kept != null) {
        found -= isFound(server, kept) ? 1 : 0;
      }
    }
    if (found != 0) {
      throw violation(
          Invariant.STORE_HOLDS_WHAT_WAS_KEPT,
          server + "'s feed has " + found + " records more than can be found by their clients");
    }
  }

  private boolean isFound(SimulatedServer server, Report kept) {
    AtView wanted = kept.view();
    boolean found =
        server.store().find(wanted.bytes, wanted.idStart, wanted.idEnd, view) && kept.isLine(view);
    checkIsNotHeldForLong(server, kept, found && isExpired(server, kept));
    if (!found && !isExpired(server, kept)) {
      throw violation(
          Invariant.STORE_HOLDS_WHAT_WAS_KEPT, server + " kept " + kept + " and holds it no more");
    }
    return found;
  }

  /**
   * An expired record is taken out in the course of time, which passes for servers that run only. A
   * clock that was set makes it expire at once.
   */
  private void checkIsNotHeldForLong(SimulatedServer server, Report kept, boolean isOver) {
    KnownState state = state(server);
    if (!isOver || server.isPaused()) {
      state.overSince.remove(kept.client());
      return;
    }
    long now = herd.simulation().now();
    long since = state.overSince.computeIfAbsent(kept.client(), client -> now);
    if (now - since > HELD_AFTER_EXPIRY_NANOS_MAX) {
      throw violation(
          Invariant.EXPIRED_STAYS_AWAY, server + " still holds " + kept + ", which has expired");
    }
  }

  private void checkLimits() {
    for (SimulatedServer server : herd.servers()) {
      if (server.isUp()) {
        HerdStats stats = server.stats();
        if (stats.connections() > limits.connections()) {
          throw violation(Invariant.WITHIN_LIMITS, server + " has " + stats);
        }
      }
    }
  }

  /** What the stores differ in, or null if all servers are up and hold the same. */
  public @Nullable String disagreement() {
    Map<String, AtRecord> first = null;
    SimulatedServer of = null;
    for (SimulatedServer server : herd.servers()) {
      if (!server.isUp()) {
        return server + " is down";
      }
      Map<String, AtRecord> contents = lasting(server.contents());
      if (first == null || of == null) {
        first = contents;
        of = server;
      } else if (!first.equals(contents)) {
        return difference(of.id(), first, server.id(), contents);
      }
    }
    return null;
  }

  /** Those that have not expired by any server's clock. */
  private Map<String, AtRecord> lasting(Map<String, AtRecord> contents) {
    if (timeToLiveNanos > 0) {
      long latest =
          herd.servers().stream().mapToLong(each -> each.clock().epochNanos()).max().orElse(0);
      Instant now = Instant.EPOCH.plusNanos(latest);
      contents
          .values()
          .removeIf(record -> !effective(record).plusNanos(timeToLiveNanos).isAfter(now));
    }
    return contents;
  }

  private Instant effective(AtRecord record) {
    Instant latest = record.receipt().plusNanos(maxFutureNanos);
    return record.time().isBefore(latest) ? record.time() : latest;
  }

  /** Who says other heads than the first server, or null if all are up and say the same. */
  public @Nullable String headsDisagreement() {
    Map<OriginId, Long> first = null;
    for (SimulatedServer server : herd.servers()) {
      if (!server.isUp()) {
        return server + " is down";
      }
      if (first == null) {
        first = server.heads();
      } else if (!first.equals(server.heads())) {
        return server + " says " + server.heads() + ", the first one " + first;
      }
    }
    return null;
  }

  private static String difference(
      ServerId one, Map<String, AtRecord> ofOne, ServerId other, Map<String, AtRecord> ofOther) {
    for (Map.Entry<String, AtRecord> entry : ofOne.entrySet()) {
      AtRecord there = ofOther.get(entry.getKey());
      if (there == null || !entry.getValue().equals(there)) {
        return one + " holds " + entry.getValue() + ", " + other + " " + there;
      }
    }
    return other + " holds " + ofOther.size() + " records, " + one + " " + ofOne.size();
  }

  private KnownState state(SimulatedServer server) {
    return Objects.requireNonNull(states.get(server));
  }

  private void check(boolean holds, Invariant invariant, SimulatedServer at, AtView record) {
    if (!holds) {
      throw violation(invariant, at + ": " + record + " number " + record.sequence);
    }
  }

  private InvariantViolation violation(Invariant invariant, String seen) {
    return new InvariantViolation(
        invariant, "at " + Trace.seconds(herd.simulation().now()) + " s, " + seen);
  }
}
