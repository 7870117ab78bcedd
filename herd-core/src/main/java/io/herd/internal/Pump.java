package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes out over a link: the live records behind its cursor that the neighbour is not known to
 * hold, as long as the outbox takes them, and then the heads, which say "you now hold at least what
 * I hold". A neighbour that is slow gets fewer records, since those replaced meanwhile are holes
 * when its turn comes. Loop thread only.
 */
final class Pump {

  /**
   * How many records are looked at in one turn, so that a turn stays short however much there is to
   * send.
   */
  private static final int STEPS_MAX = 20_000;

  /** Heads are a summary: one a burst is enough. */
  private static final long HEADS_GAP_NANOS = 20_000_000L;

  private static final int HEADS_A_LINE = 500;

  private final NodeCore core;
  private final Session session;
  private final Link link;
  private final HeadVector neighbourHeads;
  private final long heldBit;
  private final LocationStore.Cursor cursor;
  private final AtView record = new AtView();
  private final HeadVector told = new HeadVector();
  private long toldVersion = -1;
  private long toldAtNanos;
  private boolean headsScheduled;
  private boolean open;
  private boolean closed;
  private boolean caughtUp;
  private boolean sentSinceInterval;
  private long recordsSent;
  private long bytesSent;
  private int collected;
  private int collectedRecords;

  Pump(NodeCore core, Session session, Link link, HeadVector neighbourHeads, long heldBit) {
    this.core = core;
    this.session = session;
    this.link = link;
    this.neighbourHeads = neighbourHeads;
    this.heldBit = heldBit;
    this.cursor = core.store().cursor();
    this.toldAtNanos = core.nanoTime() - HEADS_GAP_NANOS;
  }

  /** The neighbour has said what it holds: from here on, it is sent what it lacks. */
  void open() {
    if (!open && !closed) {
      open = true;
      core.replica().checkpoints().seek(cursor, neighbourHeads);
      core.touch();
    }
  }

  /** Tells the neighbour all heads, as a fact about this node. */
  void sendHave() {
    List<String> heads = new ArrayList<>();
    Origins origins = core.replica().origins();
    for (int i = 0; i < origins.size(); i++) {
      long head = core.replica().heads().get(i);
      if (head > 0 && origins.isKnown(i) && !origins.isForeign(i)) {
        heads.add(origins.id(i) + ":" + head);
      }
    }
    int from = 0;
    do {
      int to = Math.min(from + HEADS_A_LINE, heads.size());
      String line = PeerLines.HAVE + " " + (heads.size() - to);
      session.sendLine(String.join(" ", prepend(line, heads.subList(from, to))));
      from = to;
    } while (from < heads.size());
    sentSinceInterval = true;
  }

  private static List<String> prepend(String first, List<String> rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  /** Whether anything was sent since this was last asked. */
  boolean hasSentSinceInterval() {
    boolean sent = sentSinceInterval;
    sentSinceInterval = false;
    return sent;
  }

  /**
   * Sends what there is to send. Called at the end of a turn and when the outbox has room again.
   */
  void run() {
    if (!open || closed) {
      return;
    }
    for (int steps = 0; !session.isBlocked() && cursor.next(record); steps++) {
      if (isWanted()) {
        collect();
      }
      if (steps == STEPS_MAX) {
        core.continueNextTurn();
        break;
      }
    }
    flush();
    if (!session.isBlocked() && cursor.atEnd()) {
      onEndOfFeed();
    }
  }

  private boolean isWanted() {
    return (record.heldBy & heldBit) == 0
        && record.sequence > neighbourHeads.get(record.origin)
        && !core.replica().origins().isForeign(record.origin)
        && !core.expiry().isOver(record)
        && core.settings().policy().sends(link.id(), core.replica().origins().id(record.origin));
  }

  private void collect() {
    int length = record.length();
    if (core.scratch().length - collected < length + RecordLine.SUFFIX_MAX) {
      flush();
    }
    byte[] out = core.scratch(length + RecordLine.SUFFIX_MAX);
    int start = collected;
    byte[] suffix = core.replica().origins().suffix(record.origin);
    int end = RecordLine.put(out, start, record, suffix);
    if (core.wireLog() != null) {
      core.wireLog().onSent(session.number(), out, start, end - 1 - start);
    }
    collected = end;
    collectedRecords++;
  }

  private void flush() {
    int length = collected;
    if (length == 0) {
      return;
    }
    collected = 0;
    recordsSent += collectedRecords;
    bytesSent += length;
    core.counters().add(Count.RECORDS_SENT, collectedRecords);
    link.countSent(collectedRecords, length);
    collectedRecords = 0;
    sentSinceInterval = true;
    session.send(core.scratch(), 0, length);
  }

  private void onEndOfFeed() {
    if (!caughtUp) {
      caughtUp = true;
      core.events().onCaughtUp(link.id(), recordsSent, bytesSent);
    }
    if (toldVersion == core.replica().headsVersion()) {
      return;
    }
    long wait = toldAtNanos + HEADS_GAP_NANOS - core.nanoTime();
    if (wait <= 0) {
      sendHeads();
    } else if (!headsScheduled) {
      headsScheduled = true;
      core.loop().schedule(wait, this::onHeadsDue);
    }
  }

  private void onHeadsDue() {
    headsScheduled = false;
    run();
  }

  /**
   * The cursor is at the end: whatever the heads cover was sent, or is known to be held, or is
   * beaten by what was.
   */
  private void sendHeads() {
    toldVersion = core.replica().headsVersion();
    toldAtNanos = core.nanoTime();
    Origins origins = core.replica().origins();
    StringBuilder line = new StringBuilder();
    int count = 0;
    for (int i = 0; i < origins.size(); i++) {
      long head = core.replica().heads().get(i);
      if (head > told.get(i)
          && head > neighbourHeads.get(i)
          && origins.isKnown(i)
          && !origins.isForeign(i)
          && core.settings().policy().sends(link.id(), origins.id(i))) {
        told.raise(i, head);
        line.append(' ').append(origins.id(i)).append(':').append(head);
        count++;
      }
      if (count == HEADS_A_LINE || i == origins.size() - 1 && count > 0) {
        session.sendLine(PeerLines.HEADS + line);
        line.setLength(0);
        count = 0;
        sentSinceInterval = true;
      }
    }
  }

  void forget(int origin) {
    told.clear(origin);
  }

  /** Whether the neighbour, which has said what it holds, has been sent all that it lacks. */
  boolean isDone() {
    return open && !session.isBlocked() && cursor.atEnd();
  }

  void close() {
    if (!closed) {
      closed = true;
      cursor.close();
    }
  }
}
