package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtParser;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.PlainRecord;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore.Merged;
import java.nio.charset.StandardCharsets;

/**
 * The records that a neighbour sends: each is checked, taken in if it is greater than what is held,
 * and noted as news or not. Loop thread only.
 */
final class PeerRecords {

  /** As many records at a time as a store can look ahead. */
  private static final int BATCH_MAX = 32;

  private final NodeCore core;
  private final PeerSession peer;
  private final Link link;
  private final long heldBit;
  private final HeadVector neighbourHeads;
  private final Audit audit;
  private final PlainRecord plain = new PlainRecord();
  private final AtParser parser = new AtParser();
  private final AtView record = new AtView();

  /** Plain records that will be merged one after the other. */
  private final AtView[] batch = new AtView[BATCH_MAX];

  private long received;

  PeerRecords(
      NodeCore core,
      PeerSession peer,
      Link link,
      long heldBit,
      HeadVector neighbourHeads,
      Audit audit) {
    this.core = core;
    this.peer = peer;
    this.link = link;
    this.heldBit = heldBit;
    this.neighbourHeads = neighbourHeads;
    this.audit = audit;
    for (int i = 0; i < BATCH_MAX; i++) {
      batch[i] = new AtView();
    }
  }

  /** How many records have come. */
  long received() {
    return received;
  }

  private void countReceived(int records) {
    received += records;
    core.counters().add(Count.RECORDS_RECEIVED, records);
    link.countReceived(records);
  }

  // --- some at a time ---

  /**
   * Takes in the plain records at the beginning of what has come, if records need no signature.
   *
   * @param connection what they come over, for the log of lines
   * @param to behind the last line feed: a record that is cut is not tried, since code that has
   *     never met one would be compiled anew for it
   * @return where what is left starts
   */
  int takePlain(long connection, byte[] bytes, int from, int to) {
    if (core.replica().signatures() != null) {
      return from;
    }
    core.reports().settle();
    HeadVector heads = core.replica().heads();
    int at = from;
    int records = 0;
    int batched = 0;
    while (at < to) {
      int end = plain.read(bytes, at, to);
      if (end < 0 || end - at > NodeCore.PEER_LINE_BYTES_MAX) {
        break;
      }
      int origin = plainOrigin(bytes);
      if (origin < 0) {
        break;
      }
      if (core.wireLog() != null) {
        core.wireLog().onReceived(connection, bytes, at, end - at);
      }
      records++;
      if (plain.sequence() <= heads.get(origin)) {
        onDuplicate(origin, plain.sequence());
      } else {
        AtView view = batch[batched++];
        plain.view(bytes, view);
        view.origin = origin;
        view.heldBy = heldBit;
        if (batched == BATCH_MAX) {
          mergeBatch(batched);
          batched = 0;
        }
      }
      at = end + 1;
    }
    mergeBatch(batched);
    countReceived(records);
    return at;
  }

  /** The origin of the plain record last read; -1 if it is unknown or not to be heard from here. */
  private int plainOrigin(byte[] bytes) {
    Origins origins = core.replica().origins();
    int origin =
        origins.findWritten(
            bytes,
            plain.serverStart(),
            plain.serverEnd(),
            plain.incarnationStart(),
            plain.incarnationEnd());
    return origin <= Origins.SELF || origins.isForeign(origin) ? -1 : origin;
  }

  private void mergeBatch(int count) {
    if (count > 1) {
      core.store().expect(batch, count);
    }
    for (int i = 0; i < count; i++) {
      if (!core.expiry().drops(batch[i])) {
        merge(batch[i], false, false);
      }
    }
  }

  // --- one by one ---

  /**
   * Takes in a record.
   *
   * @param repair whether it was sent since an audit found a difference: then it is looked at even
   *     if the heads say that it is held
   */
  void onRecord(byte[] bytes, int from, int to, boolean repair) {
    countReceived(1);
    if (!parser.parse(bytes, from, to)) {
      peer.refuse("malformed");
      return;
    }
    int origin = originOf(bytes);
    if (origin < 0) {
      peer.refuse("not of a server of the herd");
      return;
    }
    Replica replica = core.replica();
    boolean covered = parser.sequence() <= replica.heads().get(origin);
    if (covered && !repair && replica.signatures() == null) {
      onDuplicate(origin, parser.sequence());
      return;
    }
    if (origin == Origins.SELF && !(covered && repair)) {
      if (!covered) {
        peer.refuse("in this server's name");
      }
      return;
    }
    parser.view(bytes, record);
    record.origin = origin;
    record.heldBy = heldBit;
    if (!core.expiry().drops(record) && isSignedIfNeeded(bytes, from)) {
      merge(record, covered, repair);
    }
  }

  private void merge(AtView record, boolean covered, boolean repair) {
    core.trees().onRecord(record.origin, record.sequence);
    Merged merged = core.replica().merge(record);
    if (Replica.isKept(merged)) {
      core.counters().add(Count.RECORDS_KEPT);
      core.onKept(record, false);
      if (covered && repair) {
        audit.onRepaired();
      } else if (isFresh(record.origin, record.sequence)) {
        core.trees().onNews(peer, record.origin);
      }
    } else if (!repair && (covered || merged == Merged.SAME)) {
      onDuplicate(record.origin, record.sequence);
    }
  }

  private void onDuplicate(int origin, long sequence) {
    core.counters().add(Count.RECORDS_DUPLICATE);
    if (isFresh(origin, sequence)) {
      core.trees().onDuplicate(peer, origin, sequence);
    }
  }

  /** Whether the record is news at the neighbour too, and not sent to catch up with. */
  private boolean isFresh(int origin, long sequence) {
    return sequence > neighbourHeads.get(origin);
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
      peer.refuse("not signed by " + server);
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
}
