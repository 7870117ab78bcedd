package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtParser;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore.Merged;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
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
  private final AtParser parser = new AtParser();
  private final AtView record = new AtView();
  private final HeadVector neighbourHeads = new HeadVector();
  private final Asked asked = new Asked();
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
  }

  /** Tells the neighbour what is here; it answers with what is there, and then records flow. */
  void start() {
    session.connection().outboxBytesMax(core.limits().peerOutboxBytes());
    pump.tellAllHeads();
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

  /** The origins asked to be left out in which the neighbour has been ahead since then. */
  List<Integer> behindSince(long then, HeadVector heads) {
    return asked.behindSince(then, heads, neighbourHeads, core.nanoTime());
  }

  /** Says a line of text to the neighbour. */
  void say(String line) {
    session.sendLine(line);
    pump.noteSent();
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
    if (to - from > 3 && bytes[from] == 'A' && bytes[from + 1] == 'T' && bytes[from + 2] == ' ') {
      onRecord(bytes, from, to);
      return;
    }
    List<String> fields = PeerLines.fields(bytes, from, to);
    switch (fields.get(0)) {
      case PeerLines.HEADS -> onHeads(fields);
      case PeerLines.HAVE -> onHave(fields);
      case PeerLines.CROSSED -> onCrossed(fields);
      case PeerLines.PRUNE -> onPrune(fields);
      case PeerLines.GRAFT -> onGraft(fields);
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

  private void onRecord(byte[] bytes, int from, int to) {
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
    if (covered && replica.signatures() == null) {
      onDuplicate(origin);
      return;
    }
    if (origin == Origins.SELF) {
      if (!covered) {
        refuse("in this server's name");
      }
      return;
    }
    parser.view(bytes, record);
    record.origin = origin;
    record.heldBy = heldBit;
    if (!core.expiry().drops(record) && isSignedIfNeeded(bytes, from)) {
      merge(covered);
    }
  }

  private void merge(boolean covered) {
    Merged merged = core.replica().merge(record);
    if (Replica.isKept(merged)) {
      core.counters().add(Count.RECORDS_KEPT);
      core.onKept(record, false);
      if (isFresh(record.origin)) {
        core.trees().onNews(this, record.origin);
      }
    } else if (covered || merged == Merged.SAME) {
      onDuplicate(record.origin);
    }
  }

  private void onDuplicate(int origin) {
    core.counters().add(Count.RECORDS_DUPLICATE);
    if (isFresh(origin)) {
      core.trees().onDuplicate(this, origin);
    }
  }

  /** Whether the record is news at the neighbour too, and not sent to catch up with. */
  private boolean isFresh(int origin) {
    return parser.sequence() > neighbourHeads.get(origin);
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
    HeadVector heads = new HeadVector();
    HeadVector conditions = new HeadVector();
    int end = fields.indexOf(PeerLines.IF);
    for (int i = 1; i < fields.size(); i++) {
      boolean isCondition = end >= 0 && i > end;
      if (i != end && !read(fields.get(i), isCondition ? conditions : heads) && isCondition) {
        return;
      }
    }
    neighbourHeads.raiseAll(heads);
    core.claims().onClaim(link.id(), heads, conditions, core.nanoTime());
    core.touch();
  }

  /** How far records of an origin have beaten others. */
  private void onCrossed(List<String> fields) {
    for (String entry : fields.subList(1, fields.size())) {
      read(entry, core.replica().crossed());
    }
  }

  private void onPrune(List<String> fields) {
    for (String id : fields.subList(1, fields.size())) {
      OriginId parsed = OriginId.parse(id);
      int origin = parsed == null ? -1 : core.originOf(parsed);
      if (origin < 0) {
        refuse("a malformed or foreign origin");
      } else {
        pump.prune(origin);
      }
    }
  }

  /** Each origin comes with the head that the neighbour has of it, which may be 0. */
  private void onGraft(List<String> fields) {
    BitSet origins = new BitSet();
    for (String entry : fields.subList(1, fields.size())) {
      int colon = entry.lastIndexOf(':');
      OriginId id = colon < 0 ? null : OriginId.parse(entry.substring(0, colon));
      long head = colon < 0 ? -1 : PeerLines.number(entry.substring(colon + 1));
      int origin = id == null || head < 0 ? -1 : core.originOf(id);
      if (origin < 0) {
        refuse("a malformed or foreign origin");
      } else {
        neighbourHeads.raise(origin, head);
        origins.set(origin);
      }
    }
    pump.graft(origins);
  }

  /**
   * The neighbour holds everything up to these. The first field says how many are still to come.
   */
  private void onHave(List<String> fields) {
    if (fields.size() < 2) {
      return;
    }
    for (String head : fields.subList(2, fields.size())) {
      read(head, neighbourHeads);
    }
    if (fields.get(1).equals("0")) {
      pump.open();
    }
  }

  /** Reads a head into the vector, and returns whether it was one. */
  private boolean read(String head, HeadVector into) {
    int colon = head.lastIndexOf(':');
    OriginId id = colon < 0 ? null : OriginId.parse(head.substring(0, colon));
    long sequence = colon < 0 ? -1 : PeerLines.number(head.substring(colon + 1));
    int origin = id == null || sequence < 1 ? -1 : core.originOf(id);
    if (origin < 0) {
      refuse("a malformed or foreign head");
      return false;
    }
    into.raise(origin, sequence);
    return true;
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
      link.onLost(this, session, reason);
      core.claims().forget(link.id());
      core.trees().onLost(this);
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
