package io.herd.internal;

import io.herd.protocol.AtView;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that have beaten one of another origin, as the greatest sequence number of such a
 * record for each origin. Whoever holds all of these origins up to there, and all records of the
 * other origins, lacks nothing that the heads claim. Each link has numbers of its own, which leave
 * out what cannot matter there. Loop thread only.
 */
final class Crossings {

  private final HeadVector all = new HeadVector();
  private final List<LinkCrossings> links = new ArrayList<>();

  /** All of them, whatever any neighbour was sent. */
  HeadVector all() {
    return all;
  }

  /** A link whose neighbour may lack anything that is beaten here. */
  void add(LinkCrossings link) {
    link.raiseAll(all);
    links.add(link);
  }

  void remove(LinkCrossings link) {
    links.remove(link);
  }

  /**
   * A record was merged.
   *
   * @param record with what was held of its client before
   */
  void onMerged(AtView record, boolean kept) {
    if (record.heldOrigin < 0 || record.heldOrigin == record.origin) {
      return;
    }
    int winner = kept ? record.origin : record.heldOrigin;
    long sequence = kept ? record.sequence : record.heldSequence;
    int loser = kept ? record.heldOrigin : record.origin;
    long loserSequence = kept ? record.heldSequence : record.sequence;
    all.raise(winner, sequence);
    long loserHeldBy = kept ? record.heldHeldBy : record.heldBy;
    for (int i = 0; i < links.size(); i++) {
      LinkCrossings link = links.get(i);
      if (link.mayLack(loser, loserSequence, loserHeldBy)) {
        link.raise(winner, sequence);
      }
    }
  }

  /** A neighbour says that a record has beaten one that this node may never have seen. */
  void onTold(int winner, long sequence) {
    all.raise(winner, sequence);
    for (LinkCrossings link : links) {
      link.raise(winner, sequence);
    }
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    all.clear(origin);
    for (LinkCrossings link : links) {
      link.forget(origin);
    }
  }
}
