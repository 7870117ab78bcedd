package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What goes out over a link: the live records behind its cursor that the neighbour is not known to
 * hold, as long as the outbox takes them, and then the heads, which say "you now hold at least what
 * I hold". A neighbour that is slow gets fewer records, since those replaced meanwhile are holes
 * when its turn comes. Origins that were left out and are asked for again are caught up with by a
 * second cursor, and come with the others from when that one has reached the end. Loop thread only.
 */
final class Pump {

  /**
   * How many records are looked at in one turn, so that a turn stays short however much there is to
   * send.
   */
  private static final int STEPS_MAX = 20_000;

  /** Heads are a summary: with one burst of records they need not go more often. */
  private static final long HEADS_GAP_NANOS = 2_000_000L;

  private final NodeCore core;
  private final Session session;
  private final Link link;
  private final HeadVector neighbourHeads;
  private final long heldBit;
  private final LeftOut leftOut;
  private final LinkCrossings crossings;
  private final HeadsTeller heads;
  private final BatchingWindow batching;
  private final CongestionWindow congestion;
  private final LocationStore.Cursor cursor;
  private final AtView record = new AtView();

  /** Goes over the feed again for origins that were left out. */
  private LocationStore.@Nullable Cursor again;

  private final BitSet asked = new BitSet();
  private long toldAtNanos;
  private boolean headsScheduled;
  private boolean headsAlone;
  private boolean haveDue;

  /** Whether the neighbour was asked to send what is lacked here. */
  private boolean asking;

  private boolean windowOpen;
  private boolean behind = true;
  private boolean open;
  private boolean closed;
  private boolean caughtUp;
  private boolean sentSinceInterval;
  private long recordsSent;
  private long bytesSent;

  /** How many bytes more may go out in this turn. */
  private long room;

  private int collected;
  private int collectedRecords;

  Pump(
      NodeCore core,
      Session session,
      Link link,
      HeadVector neighbourHeads,
      long heldBit,
      int neighbourSelf) {
    this.core = core;
    this.session = session;
    this.link = link;
    this.neighbourHeads = neighbourHeads;
    this.heldBit = heldBit;
    this.leftOut = new LeftOut(core, link.id(), neighbourSelf);
    this.crossings = new LinkCrossings(neighbourHeads, leftOut, heldBit);
    core.replica().crossings().add(crossings);
    this.heads = new HeadsTeller(core, session, neighbourHeads, leftOut, crossings);
    this.batching = new BatchingWindow(core.settings().timing().batching());
    this.congestion = new CongestionWindow(core.nanoTime());
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

  /**
   * Tells the neighbour all heads, as a fact about this node.
   *
   * @param asks whether it is asked to send what is not covered by them
   */
  void tellAllHeads(boolean asks) {
    asking = asks;
    heads.tellAll(asks);
    sentSinceInterval = true;
  }

  /** The heads that have moved are due: they go with the next records, or after a while alone. */
  void tellMovedHeads() {
    haveDue = true;
    core.loop().schedule(core.settings().timing().heads() / 2, this::onHaveDue);
  }

  private void onHaveDue() {
    if (haveDue && asking && !closed && !session.isBlocked()) {
      haveDue = false;
      heads.tellMoved();
    }
  }

  /** The neighbour asks to leave this origin out. */
  void prune(int origin) {
    leftOut.prune(origin);
    asked.clear(origin);
  }

  /** The neighbour asks for these origins again, and has said how far it holds them. */
  void graft(BitSet origins) {
    for (int i = origins.nextSetBit(0); i >= 0; i = origins.nextSetBit(i + 1)) {
      if (leftOut.isPruned(i)) {
        asked.set(i);
      }
    }
    if (!open || closed || asked.isEmpty()) {
      return;
    }
    if (again != null) {
      again.close();
    }
    again = core.store().cursor();
    core.replica().checkpoints().seek(again, neighbourHeads, asked);
    core.touch();
  }

  /** Whether anything was sent since this was last asked. */
  boolean hasSentSinceInterval() {
    boolean sent = sentSinceInterval;
    sentSinceInterval = false;
    return sent;
  }

  /** Something else than records was sent. */
  void noteSent() {
    sentSinceInterval = true;
  }

  /**
   * Sends what there is to send. Called at the end of a turn and when the outbox has room again.
   */
  void run() {
    if (open && !closed && !waits()) {
      send(congestion.room());
    }
  }

  /** Whether the records there are wait for others. */
  private boolean waits() {
    if (windowOpen) {
      return true;
    }
    if (behind || cursor.atEnd()) {
      return false;
    }
    long wait = batching.waitNanos(core.nanoTime());
    if (wait > 0) {
      windowOpen = true;
      core.loop()
          .schedule(
              wait,
              () -> {
                windowOpen = false;
                behind = true;
                core.touch();
              });
    }
    return windowOpen;
  }

  /** Sends what there is to send, also what would wait for more or for the neighbour. */
  void runNow() {
    if (open && !closed) {
      send(Long.MAX_VALUE);
    }
  }

  private void send(long bytesMax) {
    long before = recordsSent;
    room = bytesMax;
    int steps = 0;
    for (; takes(steps) && cursor.next(record); steps++) {
      if (isLacked() && !leftOut.contains(record.origin)) {
        collect();
        cursor.addHeldBy(heldBit);
      }
    }
    LocationStore.Cursor second = again;
    for (; second != null && takes(steps); steps++) {
      if (!second.next(record)) {
        onCaughtUpAgain(second);
        break;
      }
      if (asked.get(record.origin) && isLacked() && leftOut.isSentByPolicy(record.origin)) {
        collect();
        second.addHeldBy(heldBit);
      }
    }
    flush();
    boolean held = room <= 0;
    if (held) {
      congestion.onHeld();
    }
    behind = session.isBlocked() || steps == STEPS_MAX || held;
    if (steps == STEPS_MAX) {
      core.continueNextTurn();
    }
    if (!session.isBlocked() && cursor.atEnd()) {
      onEndOfFeed((int) (recordsSent - before));
    }
  }

  /** Whether more records may go out in this turn. */
  private boolean takes(int steps) {
    return !session.isBlocked() && steps < STEPS_MAX && collected < room;
  }

  /**
   * The neighbour has answered.
   *
   * @param position how far it has read; without one, as far as it was asked
   */
  void onPong(@Nullable String position) {
    congestion.onRead(
        position == null ? congestion.marked() : PeerLines.number(position), core.nanoTime());
    core.touch();
  }

  private void onCaughtUpAgain(LocationStore.Cursor second) {
    second.close();
    again = null;
    leftOut.graft(asked);
    asked.clear();
    // what beat others while it was left out was not looked at closer
    crossings.raiseAll(core.replica().crossings().all());
    heads.tellAgain();
  }

  private boolean isLacked() {
    return (record.heldBy & heldBit) == 0
        && record.sequence > neighbourHeads.get(record.origin)
        && !core.replica().origins().isForeign(record.origin)
        && !core.expiry().isOver(record);
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
    if (collected >= congestion.stretch()) {
      flush();
    }
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
    room -= length;
    session.send(core.scratch(), 0, length);
    long now = core.nanoTime();
    if (congestion.onSent(length, now)) {
      session.sendLine(PeerLines.PING + " " + congestion.mark(now));
    }
  }

  private void onEndOfFeed(int sent) {
    if (!caughtUp) {
      caughtUp = true;
      headsAlone = true;
      core.events().onCaughtUp(link.id(), recordsSent, bytesSent);
    }
    long now = core.nanoTime();
    if (sent > 0) {
      batching.onSent(sent, now);
    }
    if (heads.isDue()) {
      if (headsAlone || sent > 0 && now - toldAtNanos >= HEADS_GAP_NANOS) {
        headsAlone = false;
        if (heads.tellHeads()) {
          toldAtNanos = now;
          sentSinceInterval = true;
        }
      } else if (!headsScheduled) {
        headsScheduled = true;
        // they wait for records that they can go with, in one message
        core.loop().schedule(core.settings().timing().heads() / 2, this::onHeadsDue);
      }
    }
    if (haveDue && sent > 0) {
      onHaveDue();
    }
  }

  private void onHeadsDue() {
    headsScheduled = false;
    headsAlone = heads.isDue();
    run();
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    heads.forget(origin);
    leftOut.forget(origin);
    asked.clear(origin);
  }

  /** Whether this is the neighbour's own life. */
  boolean isNeighbourSelf(int origin) {
    return leftOut.isNeighbourSelf(origin);
  }

  /** Whether the neighbour, which has said what it holds, has been sent all that it lacks. */
  boolean isDone() {
    return open && !session.isBlocked() && cursor.atEnd() && again == null;
  }

  void close() {
    if (!closed) {
      closed = true;
      core.replica().crossings().remove(crossings);
      cursor.close();
      if (again != null) {
        again.close();
      }
    }
  }
}
