package io.herd.internal;

import io.herd.Audience;
import io.herd.HerdStats.Count;
import io.herd.spi.Connection;
import io.herd.spi.WireLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open connections of a node, and the bounds on them. Loop thread only. */
final class Sessions {

  private final NodeCore core;
  private final Set<Session> all = new LinkedHashSet<>();

  /** Accepted connections on which no whole line has come yet, the oldest first. */
  private final Set<Session> unidentified = new LinkedHashSet<>();

  private long lastNumber;
  private long unfinishedBytes;
  private long unsentBytes;

  Sessions(NodeCore core) {
    this.core = core;
  }

  /** A session for a connection to be accepted, or null if there are too many. */
  @Nullable Session accept(Audience audience, Connection connection) {
    if (all.size() >= core.limits().connections()) {
      core.counters().add(Count.CONNECTIONS_REFUSED);
      return null;
    }
    core.counters().add(Count.CONNECTIONS_ACCEPTED);
    Session session = Session.accepted(core, ++lastNumber, audience, connection);
    unidentified.add(session);
    if (unidentified.size() > core.limits().unidentified()) {
      core.counters().add(Count.UNIDENTIFIED_DROPPED);
      Session oldest = unidentified.iterator().next();
      unidentified.remove(oldest);
      oldest.abort();
    }
    return session;
  }

  /** A session for a connection to this neighbour. */
  Session dial(Link link) {
    return Session.dialing(core, ++lastNumber, link);
  }

  void onOpen(Session session) {
    all.add(session);
    WireLog log = core.wireLog();
    if (log != null) {
      log.onOpen(session.number(), session.connection().remoteAddress());
    }
    core.touch();
  }

  void onIdentified(Session session) {
    unidentified.remove(session);
  }

  void onClose(Session session) {
    unidentified.remove(session);
    if (all.remove(session)) {
      WireLog log = core.wireLog();
      if (log != null) {
        log.onClose(session.number());
      }
    }
    core.touch();
  }

  int count() {
    return all.size();
  }

  /** The sessions of this moment, so that closing one is no trouble. */
  List<Session> snapshot() {
    return new ArrayList<>(all);
  }

  void addUnfinished(int bytes) {
    unfinishedBytes += bytes;
  }

  /**
   * Sees to the bound on the bytes of unfinished lines: while it is passed, the connection with the
   * most is closed, so that whoever hoards them loses, and not who comes next.
   *
   * @return whether that is this session, which then has its line refused as too long
   */
  boolean isLargestOfTooMany(Session current) {
    while (unfinishedBytes > core.limits().unfinishedBytes()) {
      core.counters().add(Count.UNFINISHED_FULL);
      Session largest = current;
      for (Session session : all) {
        if (session.unfinished() > largest.unfinished()) {
          largest = session;
        }
      }
      if (largest.equals(current)) {
        return true;
      }
      largest.giveUp();
    }
    return false;
  }

  void addUnsent(int bytes) {
    unsentBytes += bytes;
  }

  /**
   * Sees to the bound on the unsent bytes of all clients: when it is passed, the connections with
   * the most are cut off, until there is some room again, so that clients that do not read lose,
   * and not those that do.
   */
  void boundUnsent() {
    long most = core.limits().unsentBytes();
    if (unsentBytes <= most) {
      return;
    }
    all.forEach(Session::refreshUnsent);
    if (unsentBytes <= most) {
      return;
    }
    List<Session> byUnsent = snapshot();
    byUnsent.sort(Comparator.comparingInt(Session::unsent).reversed());
    for (Session session : byUnsent) {
      if (unsentBytes <= most - most / 8) {
        return;
      }
      if (session.unsent() > 0 && !session.isClosing()) {
        core.counters().add(Count.UNSENT_FULL);
        session.abort();
      }
    }
  }

  /** Closes the clients that have been silent for too long. */
  void closeIdle() {
    long limit = core.limits().idle().toNanos();
    long now = core.nanoTime();
    for (Session session : snapshot()) {
      boolean client = session.role() instanceof ClientSession role && !role.isWaiting();
      if (client && now - session.lastHeardNanos() > limit) {
        closeIdle(session);
      }
    }
  }

  /** A client that does not take its answers either would never let go of an orderly close. */
  private void closeIdle(Session session) {
    if (session.isBlocked()) {
      core.counters().add(Count.IDLE_CLOSED);
      session.abort();
    } else if (!session.isClosing()) {
      core.counters().add(Count.IDLE_CLOSED);
      session.close();
    }
  }
}
