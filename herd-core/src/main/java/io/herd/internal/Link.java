package io.herd.internal;

import io.herd.HerdStats.LinkStats;
import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import io.herd.spi.Loop;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The relation with one neighbour, whether it is connected or not: dials again and again while it
 * is down, and sees to it that there is one connection at the most. The server whose id sorts first
 * dials at once; the other one, if it has an address at all, only when nothing has come for a
 * moment. Loop thread only, but for {@link #stats}.
 */
final class Link {

  static final long BACKOFF_MIN_NANOS = 100_000_000L;
  static final long BACKOFF_MAX_NANOS = 10_000_000_000L;

  /** How long the server that sorts second waits for the other one before it dials itself. */
  private static final long SECOND_NANOS = 500_000_000L;

  /**
   * An attempt that lasted so long was not turned away: the other side is slow or stopped, not
   * unwilling.
   */
  private static final long PATIENT_NANOS = 5_000_000_000L;

  /**
   * How long an open attempt of the server that sorts first keeps the other one's away: it may be
   * at something that accepts connections and is not the neighbour.
   */
  private static final long PRECEDENCE_NANOS = 2_000_000_000L;

  private static final int RECORDS_SENT = 0;
  private static final int BYTES_SENT = 1;
  private static final int RECORDS_RECEIVED = 2;
  private static final int CONNECTS = 3;
  private static final int UP = 4;

  private final NodeCore core;
  private final ServerId id;
  private @Nullable SocketAddress address;
  private final boolean first;
  private final AtomicLongArray counts = new AtomicLongArray(UP + 1);

  private @Nullable PeerSession peer;
  private @Nullable Session dialing;
  private boolean dialOpen;
  private boolean dialRefused;
  private long dialStarted;
  private Loop.@Nullable Timer dialTimer;
  private long backoffNanos = BACKOFF_MIN_NANOS;
  private @Nullable String troubleLogged;
  private boolean stopped;

  Link(NodeCore core, Neighbour neighbour) {
    this.core = core;
    this.id = neighbour.id();
    this.address = neighbour.address();
    this.first = core.self().compareTo(id) < 0;
  }

  ServerId id() {
    return id;
  }

  @Nullable PeerSession peer() {
    return peer;
  }

  /** Begins to see to the link. */
  void start() {
    dialAfter(first ? 0 : SECOND_NANOS);
  }

  /** Whether there is nothing to wait for before the link is ended. */
  boolean isDone() {
    return peer == null || peer.pump().isDone();
  }

  /**
   * Notes where the neighbour listens now, and that the herd has been changed: it may be worth
   * trying again at once. A link that is up is left alone.
   */
  void change(@Nullable SocketAddress to) {
    boolean moved = !Objects.equals(to, address);
    address = to;
    if (moved && dialing != null) {
      cancelDial();
    }
    if (peer == null && dialing == null) {
      backoffNanos = BACKOFF_MIN_NANOS;
      troubleLogged = null;
      dialAfter(first ? 0 : SECOND_NANOS);
    }
  }

  /** Ends the link for good, since this node stops. Idempotent. */
  void stop() {
    stop("stopping", "this server is stopping");
  }

  /** Ends the link for good, since the server is no longer a neighbour. */
  void part() {
    stop("no longer a neighbour", "no longer a neighbour");
  }

  private void stop(String word, String reason) {
    stopped = true;
    cancelDial();
    if (peer != null) {
      peer.sayBye(word, reason);
    }
  }

  private void dialAfter(long nanos) {
    if (address == null || stopped) {
      return;
    }
    if (dialTimer != null) {
      dialTimer.cancel();
    }
    dialTimer = core.loop().schedule(nanos, this::dial);
  }

  private void dial() {
    SocketAddress to = address;
    if (peer != null || dialing != null || stopped || to == null) {
      return;
    }
    Session session = core.sessions().dial(this);
    dialing = session;
    dialOpen = false;
    dialRefused = false;
    dialStarted = core.nanoTime();
    core.transport().connect(to, core.settings().peerTls(), session);
  }

  private void cancelDial() {
    if (dialTimer != null) {
      dialTimer.cancel();
      dialTimer = null;
    }
    Session attempt = dialing;
    dialing = null;
    if (attempt != null) {
      attempt.abort();
    }
  }

  /** The connection dialed is open; the handshake begins. */
  void onDialOpen() {
    dialOpen = true;
  }

  /** The other side does not want this connection, or this side did not want the other. */
  void onDialRefused(String reason) {
    dialRefused = true;
    if (peer == null && !reason.startsWith("duplicate")) {
      core.events().onTrouble(id, "refused: " + reason);
    }
  }

  /** The connection dialed is gone without having become the link. */
  void onDialClosed(Session session, String reason) {
    if (dialing != session) {
      return;
    }
    dialing = null;
    if (!dialRefused) {
      trouble(reason);
    }
    boolean patient = core.nanoTime() - dialStarted >= PATIENT_NANOS && dialOpen;
    backoffNanos = patient ? BACKOFF_MIN_NANOS : Math.min(backoffNanos * 2, BACKOFF_MAX_NANOS);
    if (peer == null) {
      dialAfter(core.jittered(backoffNanos));
    }
  }

  /** Says once what is wrong, not at every attempt. */
  private void trouble(String reason) {
    if (!reason.equals(troubleLogged) && peer == null) {
      troubleLogged = reason;
      core.events().onTrouble(id, reason);
    }
  }

  /** Why a connection of the neighbour is not wanted even before its proof, or null. */
  @Nullable Refusal objectionToAccepting() {
    return hasPrecedence() ? Refusal.duplicate("this server is dialling") : null;
  }

  private boolean hasPrecedence() {
    return first && dialing != null && dialOpen && core.nanoTime() - dialStarted < PRECEDENCE_NANOS;
  }

  /**
   * Why a proven connection of the neighbour is not wanted, or null; then it replaces what there
   * was.
   */
  @Nullable Refusal objectionTo(Session session, long incarnation) {
    PeerSession current = peer;
    if (current != null) {
      if (current.incarnation() == incarnation) {
        current.probe();
        return Refusal.duplicate("the link is up");
      }
      current.lose("replaced by its next life");
    }
    if (dialing != session && hasPrecedence()) {
      return Refusal.duplicate("this server is dialling");
    }
    return null;
  }

  /** The connection has become the link. */
  void establish(Session session, long incarnation) {
    if (dialing == session) {
      dialing = null;
    }
    cancelDial();
    backoffNanos = BACKOFF_MIN_NANOS;
    troubleLogged = null;
    PeerSession established = new PeerSession(core, session, this, incarnation);
    peer = established;
    session.become(established);
    counts.lazySet(UP, 1);
    count(CONNECTS, 1);
    core.events().onPeerUp(id, session.number());
    core.touch();
    established.start();
  }

  /** The link is down. */
  void onLost(PeerSession lost, Session session, String reason) {
    if (peer != lost) {
      return;
    }
    peer = null;
    counts.lazySet(UP, 0);
    core.events().onPeerDown(id, session.number(), reason);
    core.touch();
    dialAfter(first ? core.jittered(BACKOFF_MIN_NANOS) : SECOND_NANOS);
  }

  void countSent(long records, long bytes) {
    count(RECORDS_SENT, records);
    count(BYTES_SENT, bytes);
  }

  void countReceived(long records) {
    count(RECORDS_RECEIVED, records);
  }

  private void count(int index, long amount) {
    counts.lazySet(index, counts.getPlain(index) + amount);
  }

  /** What has gone over the link so far. Any thread. */
  LinkStats stats() {
    return new LinkStats(
        counts.get(UP) == 1,
        counts.get(RECORDS_SENT),
        counts.get(BYTES_SENT),
        counts.get(RECORDS_RECEIVED),
        counts.get(CONNECTS));
  }
}
