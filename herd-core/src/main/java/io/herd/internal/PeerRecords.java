package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtParser;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore.Merged;
import java.nio.charset.StandardCharsets;

/**
 * The records that a neighbour sends: each is checked, taken in if it is greater than what is held,
 * and noted as news or not. Loop thread only.
 */
final class PeerRecords {

  private final NodeCore core;
  private final PeerSession peer;
  private final Link link;
  private final long heldBit;
  private final HeadVector neighbourHeads;
  private final Audit audit;
  private final AtParser parser = new AtParser();
  private final AtView record = new AtView();

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
  }

  /**
   * Takes in a record.
   *
   * @param repair whether it was sent since an audit found a difference: then it is looked at even
   *     if the heads say that it is held
   */
  void onRecord(byte[] bytes, int from, int to, boolean repair) {
    core.counters().add(Count.RECORDS_RECEIVED);
    link.countReceived();
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
      onDuplicate(origin);
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
      merge(covered, repair);
    }
  }

  private void merge(boolean covered, boolean repair) {
    core.trees().onRecord(record.origin, record.sequence);
    Merged merged = core.replica().merge(record);
    if (Replica.isKept(merged)) {
      core.counters().add(Count.RECORDS_KEPT);
      core.onKept(record, false);
      if (covered && repair) {
        audit.onRepaired();
      } else if (isFresh(record.origin)) {
        core.trees().onNews(peer, record.origin);
      }
    } else if (!repair && (covered || merged == Merged.SAME)) {
      onDuplicate(record.origin);
    }
  }

  private void onDuplicate(int origin) {
    core.counters().add(Count.RECORDS_DUPLICATE);
    if (isFresh(origin)) {
      core.trees().onDuplicate(peer, origin, parser.sequence());
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
