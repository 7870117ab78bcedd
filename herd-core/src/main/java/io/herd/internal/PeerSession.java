package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtParser;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The connected link with a neighbour, from the receiving side: reads its records and heads, and
 * watches whether it is there at all. What goes out is the {@link Pump}'s. Loop thread only.
 */
final class PeerSession implements Session.Role {

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
  private final AtParser parser = new AtParser();
  private final AtView record = new AtView();
  private final HeadVector neighbourHeads = new HeadVector();
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
    this.pump = new Pump(core, session, link, neighbourHeads, heldBit);
    this.audit = new Audit(core, session, link.id(), pump);
  }

  /** Tells the neighbour what is here; it answers with what is there, and then records flow. */
  void start() {
    session.connection().outboxBytesMax(core.limits().peerOutboxBytes());
    pump.sendHave();
    audit.start();
  }

  long incarnation() {
    return incarnation;
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
  public void onLine(byte[] bytes, int from, int to) {
    if (PeerLines.isAt(bytes, from, to)) {
      onRecord(bytes, from, to, false);
      return;
    }
    int prefix = PeerLines.repairPrefix(bytes, from, to);
    if (prefix > 0) {
      onRecord(bytes, from + prefix, to, true);
      return;
    }
    List<String> fields = PeerLines.fields(bytes, from, to);
    switch (fields.get(0)) {
      case PeerLines.HEADS -> onHeads(fields);
      case PeerLines.HAVE -> onHave(fields);
      case PeerLines.AUDIT -> {
        if (!audit.onLine(fields)) {
          refuse("a malformed line of an audit");
        }
      }
      case PeerLines.PING -> {
        if (!session.isBlocked()) {
          session.sendLine(PeerLines.PONG);
        }
      }
      case PeerLines.BYE -> lose("said bye: " + String.join(" ", fields.subList(1, fields.size())));
      default -> {
        // a PONG has done its work by coming, and what a newer version says is not for us
      }
    }
  }

  /**
   * Takes in a record.
   *
   * @param repair whether it was sent since an audit found a difference: then it is looked at even
   *     if the heads say that it is held
   */
  private void onRecord(byte[] bytes, int from, int to, boolean repair) {
    core.counters().add(Count.RECORDS_RECEIVED);
    link.countReceived();
    if (!parser.parse(bytes, from, to)) {
      refuse("malformed");
      return;
    }
    int origin = originOf(bytes);
    if (origin < 0) {
      refuse("not of a server of the herd");
      return;
    }
    Replica replica = core.replica();
    boolean covered = parser.sequence() <= replica.heads().get(origin);
    if (covered && !repair && replica.signatures() == null) {
      return;
    }
    if (origin == Origins.SELF && !(covered && repair)) {
      if (!covered) {
        refuse("in this server's name");
      }
      return;
    }
    parser.view(bytes, record);
    record.origin = origin;
    record.heldBy = heldBit;
    if (!core.expiry().drops(record) && isSignedIfNeeded(bytes, from) && replica.merge(record)) {
      core.counters().add(Count.RECORDS_KEPT);
      core.onKept(record, false);
      if (covered && repair) {
        audit.onRepaired();
      }
    }
  }

  /**
   * In a herd with signatures, a record that would be kept must have its origin's; heads are not
   * trusted there to say what is held, since others tell them. Others are not looked at closer.
   */
  private boolean isSignedIfNeeded(byte[] bytes, int from) {
    Replica replica = core.replica();
    Signatures signatures = replica.signatures();
    if (signatures == null || !replica.wouldKeep(record)) {
      return true;
    }
    int signature = parser.signatureStart();
    int length = parser.signatureLength();
    ServerId server = replica.origins().id(record.origin).server();
    if (!signatures.isOf(server, bytes, from, parser.signedEnd(), signature, length)) {
      core.counters().add(Count.SIGNATURES_REFUSED);
      refuse("not signed by " + server);
      return false;
    }
    replica.noteSigned(record.origin, record.sequence);
    record.signature(bytes, signature, length);
    return true;
  }

  private int originOf(byte[] bytes) {
    int known =
        core.replica()
            .origins()
            .find(bytes, parser.serverStart(), parser.serverEnd(), parser.incarnation());
    if (known >= 0) {
      return core.replica().origins().isForeign(known) ? -1 : known;
    }
    int length = parser.serverEnd() - parser.serverStart();
    String name = new String(bytes, parser.serverStart(), length, StandardCharsets.US_ASCII);
    return core.originOf(new OriginId(ServerId.of(name), parser.incarnation()));
  }

  private void refuse(String what) {
    core.counters().add(Count.RECORDS_REFUSED);
    if (!complained) {
      complained = true;
      core.events().onRefusedRecord(link.id(), what);
    }
  }

  /** The neighbour holds, and has sent, everything up to these. */
  private void onHeads(List<String> fields) {
    for (String head : fields.subList(1, fields.size())) {
      int origin = raiseNeighbour(head);
      if (origin > Origins.SELF) {
        core.replica().raiseHead(origin, neighbourHeads.get(origin));
        core.touch();
      }
    }
  }

  /**
   * The neighbour holds everything up to these. The first field says how many are still to come.
   */
  private void onHave(List<String> fields) {
    if (fields.size() < 2) {
      return;
    }
    for (String head : fields.subList(2, fields.size())) {
      raiseNeighbour(head);
    }
    if (fields.get(1).equals("0")) {
      pump.open();
    }
  }

  /** Notes a head of the neighbour and returns the origin's index, or -1 if it says nothing. */
  private int raiseNeighbour(String head) {
    int colon = head.lastIndexOf(':');
    OriginId id = colon < 0 ? null : OriginId.parse(head.substring(0, colon));
    long sequence = colon < 0 ? -1 : PeerLines.number(head.substring(colon + 1));
    int origin = id == null || sequence < 1 ? -1 : core.originOf(id);
    if (origin < 0) {
      refuse("a malformed or foreign head");
      return -1;
    }
    neighbourHeads.raise(origin, sequence);
    return origin;
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    neighbourHeads.clear(origin);
    pump.forget(origin);
  }

  /** Tells the neighbour all heads again. */
  void tellHave() {
    if (!session.isBlocked()) {
      pump.sendHave();
    }
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
    pump.run();
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
    }
  }

  @Override
  public void onLongLine(byte[] bytes, int from, int to) {
    lose("line too long");
  }

  @Override
  public void onLinesEnd() {}

  @Override
  public void onEnd() {
    lose("closed by the other side");
  }

  @Override
  public void onRoom() {
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
