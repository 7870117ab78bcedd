package io.herd.internal;

import io.herd.protocol.OriginId;
import java.util.BitSet;
import java.util.List;

/**
 * What a neighbour says about heads: how far it holds each origin, how far this node does, and
 * which origins it wants to be sent. Loop thread only.
 */
final class PeerHeads {

  private final NodeCore core;
  private final PeerSession peer;
  private final HeadVector neighbourHeads;
  private final Pump pump;

  PeerHeads(NodeCore core, PeerSession peer, HeadVector neighbourHeads, Pump pump) {
    this.core = core;
    this.peer = peer;
    this.neighbourHeads = neighbourHeads;
    this.pump = pump;
  }

  /** The neighbour holds, and has sent, everything up to these. */
  void onHeads(List<String> fields) {
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
    core.claims().onClaim(peer.neighbour(), heads, conditions, core.nanoTime());
    core.touch();
  }

  /** How far records of an origin have beaten others. */
  void onCrossed(List<String> fields) {
    HeadVector crossed = new HeadVector();
    for (String entry : fields.subList(1, fields.size())) {
      read(entry, crossed);
    }
    for (int i = 0; i < crossed.size(); i++) {
      if (crossed.get(i) > 0) {
        core.replica().crossings().onTold(i, crossed.get(i));
      }
    }
  }

  void onPrune(List<String> fields) {
    for (String id : fields.subList(1, fields.size())) {
      OriginId parsed = OriginId.parse(id);
      int origin = parsed == null ? -1 : core.originOf(parsed);
      if (origin < 0) {
        peer.refuse("a malformed or foreign origin");
      } else {
        pump.prune(origin);
      }
    }
  }

  /** Each origin comes with the head that the neighbour has of it, which may be 0. */
  void onGraft(List<String> fields) {
    BitSet origins = new BitSet();
    for (String entry : fields.subList(1, fields.size())) {
      int colon = entry.lastIndexOf(':');
      OriginId id = colon < 0 ? null : OriginId.parse(entry.substring(0, colon));
      long head = colon < 0 ? -1 : PeerLines.number(entry.substring(colon + 1));
      int origin = id == null || head < 0 ? -1 : core.originOf(id);
      if (origin < 0) {
        peer.refuse("a malformed or foreign origin");
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
  void onHave(List<String> fields) {
    if (fields.size() < 2) {
      return;
    }
    for (String head : fields.subList(2, fields.size())) {
      read(head, neighbourHeads);
    }
    core.links().catchUp().onHave(peer);
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
      peer.refuse("a malformed or foreign head");
      return false;
    }
    into.raise(origin, sequence);
    return true;
  }
}
