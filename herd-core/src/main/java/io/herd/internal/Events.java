package io.herd.internal;

import io.herd.HerdListener;
import io.herd.HerdStats.Count;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.spi.WireLog;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the world what happens at a node: its listener, its log of lines, and the application's
 * log. What a listener throws is counted and goes no further. Loop thread only.
 */
final class Events {

  private static final Logger LOG = LoggerFactory.getLogger("io.herd");

  private final ServerId self;
  private final HerdListener listener;
  private final @Nullable WireLog wireLog;
  private final Counters counters;
  private final Quieter refusals = new Quieter(Link.BACKOFF_MIN_NANOS, Link.BACKOFF_MAX_NANOS);
  private boolean fullLogged;

  Events(Settings settings, Counters counters) {
    this.self = settings.self().server();
    this.listener = settings.listener();
    this.wireLog = settings.wireLog();
    this.counters = counters;
  }

  void onKept(AtView kept, boolean acceptedHere) {
    try {
      if (kept.isRemoval()) {
        listener.onRemoval(kept, acceptedHere);
      } else {
        listener.onReport(kept, acceptedHere);
      }
    } catch (RuntimeException e) {
      onListenerFailure(e);
    }
  }

  void onRefusedLine(byte[] bytes, int from, int to) {
    counters.add(Count.LINES_REFUSED);
    try {
      listener.onRefusedLine(ByteBuffer.wrap(bytes, from, to - from).asReadOnlyBuffer());
    } catch (RuntimeException e) {
      onListenerFailure(e);
    }
  }

  void onPeerUp(ServerId neighbour, long connection) {
    counters.add(Count.LINKS_UP);
    LOG.info("{}: link with {} is up", self, neighbour);
    if (wireLog != null) {
      wireLog.onPeerUp(connection, neighbour);
    }
    try {
      listener.onPeerUp(neighbour);
    } catch (RuntimeException e) {
      onListenerFailure(e);
    }
  }

  void onPeerDown(ServerId neighbour, long connection, String reason) {
    counters.add(Count.LINKS_DOWN);
    LOG.info("{}: link with {} is down: {}", self, neighbour, reason);
    if (wireLog != null) {
      wireLog.onPeerDown(connection, neighbour, reason);
    }
    try {
      listener.onPeerDown(neighbour, reason);
    } catch (RuntimeException e) {
      onListenerFailure(e);
    }
  }

  void onNoSecret() {
    LOG.info("{}: no secret, neighbours are taken on loopback addresses only", self);
  }

  /** A link has been sent everything for the first time since it is up. */
  void onCaughtUp(ServerId neighbour, long records, long bytes) {
    LOG.info("{}: {} has it all, sent {} records, {} bytes", self, neighbour, records, bytes);
  }

  /** A neighbour cannot be had. The caller says each trouble once. */
  void onTrouble(ServerId neighbour, String reason) {
    LOG.info("{}: no link with {}, trying on: {}", self, neighbour, reason);
  }

  /**
   * A greeting was refused. Said once a step of the back-off that a neighbour keeps to; others
   * might not.
   */
  void onRefusedHello(@Nullable String who, SocketAddress from, Refusal refusal, long now) {
    refusal.count(counters);
    String name = who == null ? "a stranger" : who;
    long heldBack = refusals.onEvent(refusal.kind() + " " + name, now);
    if (heldBack < 0) {
      return;
    }
    String more = heldBack == 0 ? "" : ", and " + heldBack + " more since the last one logged";
    // a second connection of a neighbour is nobody's fault
    Level level = refusal.kind() == Refusal.Kind.DUPLICATE ? Level.INFO : Level.WARN;
    LOG.atLevel(level)
        .log("{}: greeting of {} from {} refused: {}{}", self, name, from, refusal.reason(), more);
  }

  /** A connection ended before its TLS handshake was done. */
  void onFailedHandshake(@Nullable String cause, long now) {
    counters.add(Count.HANDSHAKES_FAILED);
    long heldBack = refusals.onEvent("handshake", now);
    if (heldBack >= 0) {
      LOG.info("{}: TLS handshake failed: {}, and {} more before", self, cause, heldBack);
    }
  }

  /** A certificate of this server ends soon, or has ended. */
  void onExpiry(String shownTo, Instant expiry) {
    LOG.warn("{}: the certificate shown to {} ends at {}", self, shownTo, expiry);
  }

  /** Whom this node talks with was changed. */
  void onMembership(Membership now) {
    LOG.info(
        "{}: neighbours are now {}",
        self,
        now.neighbours().stream().map(Neighbour::id).sorted().toList());
  }

  /** A neighbour says what cannot be. The caller says it once a link. */
  void onRefusedRecord(ServerId neighbour, String what) {
    LOG.warn("{}: {} sent a record or head that is refused: {}", self, neighbour, what);
  }

  void onRefusedClient() {
    counters.add(Count.CLIENTS_REFUSED);
    if (!fullLogged) {
      fullLogged = true;
      LOG.warn("{}: full, reports of new clients are refused", self);
    }
  }

  private void onListenerFailure(RuntimeException e) {
    counters.add(Count.LISTENER_FAILURES);
    LOG.warn("{}: listener failed", self, e);
  }
}
