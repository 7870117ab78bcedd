package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connected link with a neighbour, from the receiving side: hands on its {@link PeerRecords
 * records} and {@link PeerHeads heads}, and watches whether it is there at all. What goes out is
 * the {@link Pump}'s. Loop thread only.
 */
final class PeerSession implements Role {

  /** A link on which nothing was heard for so many intervals is down. */
  private static final int SILENT_INTERVALS_MAX = 3;

  /** How long a link that somebody else claims to be has to answer. */
  private static final long PROBE_NANOS = 250_000_000L;

  private final NodeCore core;
  private final Session session;
  private final Link link;
  private final long incarnation;
  private final long heldBit;
  private final Pump pump;
  private final Audit audit;
  private final PeerRecords records;
  private final PeerHeads heads;
  private final HeadVector neighbourHeads = new HeadVector();
  private final Asked asked = new Asked();

  /** The answer to a PING that is due. */
  private @Nullable String pong;

  private long heardAtTick;
  private int silentIntervals;
  private boolean complained;
  private boolean lost;

  PeerSession(NodeCore core, Session session, Link link, long incarnation) {
    this.core = core;
    this.session = session;
    this.link = link;
    this.incarnation = incarnation;
    this.heldBit = core.linkBits().take();
    int neighbourSelf = core.originOf(new OriginId(link.id(), incarnation));
    this.pump = new Pump(core, session, link, neighbourHeads, heldBit, neighbourSelf);
    this.audit = new Audit(core, session, link.id(), pump);
    this.records = new PeerRecords(core, this, link, heldBit, neighbourHeads, audit);
    this.heads = new PeerHeads(core, this, neighbourHeads, pump);
  }

  /** Tells the neighbour what is here; it answers with what is there, and then records flow. */
  void start() {
    session.connection().outboxBytesMax(core.limits().peerOutboxBytes());
    core.links().catchUp().onUp(this);
    audit.start();
  }

  long incarnation() {
    return incarnation;
  }

  ServerId neighbour() {
    return link.id();
  }

  /** What the neighbour was asked to leave out. */
  Asked asked() {
    return asked;
  }

  /** The origins asked to be left out in which the neighbour has been ahead for too long. */
  List<Integer> behind(Trees.Grace grace, HeadVector received) {
    return asked.behind(grace, received, core.replica().heads(), neighbourHeads);
  }

  /** Says a line of text to the neighbour. */
  void say(String line) {
    session.sendLine(line);
    pump.noteSent();
  }

  /** How far the neighbour is known to hold each origin. */
  HeadVector neighbourHeads() {
    return neighbourHeads;
  }

  /** How many records have come. */
  long recordsReceived() {
    return records.received();
  }

  Pump pump() {
    return pump;
  }

  @Override
  public void onOpen() {
    throw new IllegalStateException("a link starts on an open connection");
  }

  @Override
  public int lineBytesMax() {
    return NodeCore.PEER_LINE_BYTES_MAX;
  }

  @Override
  public int takePlainLines(byte[] bytes, int from, int to) {
    return records.takePlain(session.number(), bytes, from, to);
  }

  @Override
  public void onLine(byte[] bytes, int from, int to) {
    if (PeerLines.isAt(bytes, from, to)) {
      records.onRecord(bytes, from, to, false);
      return;
    }
    int prefix = PeerLines.repairPrefix(bytes, from, to);
    if (prefix > 0) {
      records.onRecord(bytes, from + prefix, to, true);
      return;
    }
    List<String> fields = PeerLines.fields(bytes, from, to);
    switch (fields.get(0)) {
      case PeerLines.HEADS -> heads.onHeads(fields);
      case PeerLines.HAVE -> heads.onHave(fields);
      case PeerLines.CROSSED -> heads.onCrossed(fields);
      case PeerLines.PRUNE -> heads.onPrune(fields);
      case PeerLines.GRAFT -> heads.onGraft(fields);
      case PeerLines.AUDIT -> {
        if (!audit.onLine(fields)) {
          refuse("a malformed line of an audit");
        }
      }
      case PeerLines.PING -> pong = PeerLines.answerTo(fields);
      case PeerLines.PONG -> pump.onPong(fields.size() > 1 ? fields.get(1) : null);
      case PeerLines.BYE -> lose("said bye: " + String.join(" ", fields.subList(1, fields.size())));
      default -> {
        // what a newer version says is not for us
      }
    }
  }

  /** Of several PINGs the last is answered: so far all is read. */
  private void answerPing() {
    String line = pong;
    if (line != null && !lost && !session.isBlocked()) {
      pong = null;
      session.sendLine(line);
    }
  }

  /** Counts what cannot be, and says it once. */
  void refuse(String what) {
    core.counters().add(Count.RECORDS_REFUSED);
    if (!complained) {
      complained = true;
      core.events().onRefusedRecord(link.id(), what);
    }
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    neighbourHeads.clear(origin);
    asked.forget(origin);
    pump.forget(origin);
  }

  /**
   * Called once an interval: finds out whether the neighbour is there, and shows it that this node
   * is.
   */
  void onInterval() {
    // counted in intervals that this node lived through, so that one which was itself stopped
    // blames nobody
    if (session.lastHeardNanos() == heardAtTick) {
      silentIntervals++;
    } else {
      silentIntervals = 0;
      heardAtTick = session.lastHeardNanos();
    }
    if (silentIntervals >= SILENT_INTERVALS_MAX) {
      lose("silent");
    } else if (!pump.hasSentSinceInterval() && !session.isBlocked()) {
      session.sendLine(PeerLines.PING);
    }
  }

  /**
   * Somebody with the neighbour's name and proof wants to be the link: asks whether this one still
   * is.
   */
  void probe() {
    long asked = core.nanoTime();
    if (!session.isBlocked()) {
      session.sendLine(PeerLines.PING);
    }
    core.loop()
        .schedule(
            PROBE_NANOS,
            () -> {
              if (session.lastHeardNanos() < asked) {
                lose("silent while the neighbour connects again");
              }
            });
  }

  /** Gives the link up at once. */
  void lose(String reason) {
    end(reason);
    session.abort();
  }

  /**
   * Ends the link in good order: what was accepted here goes out first.
   *
   * @param word what the neighbour is told
   * @param reason what is told here
   */
  void sayBye(String word, String reason) {
    pump.runNow();
    session.sendLine(PeerLines.BYE + " " + word);
    end(reason);
    session.close();
  }

  private void end(String reason) {
    if (!lost) {
      lost = true;
      core.linkBits().give(heldBit);
      pump.close();
      audit.close();
      link.onLost(this, session, reason);
      core.claims().forget(link.id());
      core.trees().onLost(this);
      core.links().catchUp().onLost(this);
    }
  }

  @Override
  public void onLongLine(byte[] bytes, int from, int to) {
    lose("line too long");
  }

  @Override
  public void onLinesEnd() {
    answerPing();
  }

  @Override
  public void onEnd() {
    lose("closed by the other side");
  }

  @Override
  public void onRoom() {
    answerPing();
    pump.run();
  }

  @Override
  public boolean takesLines() {
    return !lost;
  }

  @Override
  public boolean takesUnfinishedLine() {
    return false;
  }

  @Override
  public boolean isTrusted() {
    return true;
  }

  @Override
  public void onClose(String reason) {
    end(reason);
  }
}
