package io.herd.internal;

import io.herd.spi.TlsEngines;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node does by the clock: watches its links, closes idle clients, tells its heads, drops
 * what is forgotten; and its orderly end. Loop thread only.
 */
final class Upkeep {

  private static final long IDLE_CHECK_NANOS = 1_000_000_000L;
  private static final long FORGET_NANOS = 30_000_000_000L;

  /**
   * How long heads of an incarnation without live records are kept: longer than any message is
   * under way.
   */
  private static final long ORIGIN_GRACE_NANOS = 600_000_000_000L;

  /** How long a node that stops still reads: what was sent before may take this long to come. */
  private static final long LAST_READ_NANOS = 100_000_000L;

  private static final long STOP_CHECK_NANOS = 10_000_000L;

  private static final long EXPIRY_CHECK_NANOS = 60_000_000_000L;
  private static final Duration EXPIRY_WARNING = Duration.ofDays(14);

  /** How many checks lie between two warnings: a day's. */
  private static final int WARNING_CHECKS = 1_440;

  private final NodeCore core;

  /** When the certificates shown to clients and to peers end. */
  private final Map<String, Instant> certificates = new HashMap<>();

  private final Map<String, Integer> warned = new HashMap<>();
  private boolean stopping;
  private long stopDeadline;
  private @Nullable Runnable onStopped;

  Upkeep(NodeCore core) {
    this.core = core;
  }

  void start() {
    every(core.settings().timing().ping(), () -> core.forEachPeer(PeerSession::onInterval));
    every(IDLE_CHECK_NANOS, core.sessions()::closeIdle);
    every(FORGET_NANOS, this::forget);
    long heads = core.settings().timing().heads();
    every(heads, () -> core.forEachPeer(peer -> peer.pump().tellMovedHeads()));
    every(heads / 4, () -> core.trees().graftWhatIsBehind(heads));
    if (core.replica().lifetime().ends()) {
      every(ExpirySweep.STRETCH_NANOS, new ExpirySweep(core)::step);
    }
    checkExpiry();
    every(EXPIRY_CHECK_NANOS, this::checkExpiry);
  }

  private void checkExpiry() {
    checkExpiry("clients", core.settings().clientTls());
    checkExpiry("peers", core.settings().peerTls());
    core.counters().setCertificates(certificates);
  }

  private void checkExpiry(String shownTo, @Nullable TlsEngines tls) {
    Instant expiry = tls == null ? null : tls.expiry();
    if (expiry == null) {
      certificates.remove(shownTo);
      return;
    }
    certificates.put(shownTo, expiry);
    long seconds = Math.floorDiv(core.epochNanos(), 1_000_000_000L);
    if (expiry.isAfter(Instant.ofEpochSecond(seconds).plus(EXPIRY_WARNING))) {
      warned.remove(shownTo);
    } else if (warned.merge(shownTo, 1, Integer::sum) % WARNING_CHECKS == 1) {
      core.events().onExpiry(shownTo, expiry);
    }
  }

  private void every(long nanos, Runnable task) {
    core.loop()
        .schedule(
            nanos,
            () -> {
              if (!stopping) {
                task.run();
                every(nanos, task);
              }
            });
  }

  private void forget() {
    Replica replica = core.replica();
    for (int i = 0; i < replica.origins().size(); i++) {
      if (replica.origins().isIdle(i, core.nanoTime(), ORIGIN_GRACE_NANOS) && !isLinked(i)) {
        int dropped = i;
        replica.drop(dropped);
        core.trees().forget(dropped);
        core.links().catchUp().forget(dropped);
        core.claims().forget(dropped);
        core.forEachPeer(peer -> peer.forget(dropped));
      }
    }
  }

  /** Whether the origin is the life of a neighbour that is there. */
  private boolean isLinked(int origin) {
    boolean[] linked = new boolean[1];
    core.forEachPeer(peer -> linked[0] |= peer.pump().isNeighbourSelf(origin));
    return linked[0];
  }

  void stop(long drainNanos, Runnable done) {
    if (stopping) {
      throw new IllegalStateException("the node is stopping already");
    }
    stopping = true;
    onStopped = done;
    stopDeadline = core.nanoTime() + drainNanos;
    core.loop().schedule(Math.min(LAST_READ_NANOS, drainNanos), this::closeAll);
  }

  private void closeAll() {
    for (Session session : core.sessions().snapshot()) {
      if (session.role() instanceof ClientSession client) {
        client.finish();
      } else if (session.role() instanceof Greeting) {
        session.close();
      }
    }
    checkStopped();
  }

  /** A link ends when its neighbour has all that was answered here, or else when time is over. */
  private void checkStopped() {
    for (Link link : core.links().all()) {
      if (link.isDone() || core.nanoTime() >= stopDeadline) {
        link.stop();
      }
    }
    if (core.sessions().count() > 0 && core.nanoTime() < stopDeadline) {
      core.loop().schedule(STOP_CHECK_NANOS, this::checkStopped);
      return;
    }
    Runnable done = onStopped;
    onStopped = null;
    if (done != null) {
      done.run();
    }
  }
}
