package io.herd.internal;

import io.herd.HerdStats.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which neighbour the news of each origin come, and which neighbours are asked to leave an
 * origin out because they bring nothing new of it. Never asks the one that the news come from. An
 * origin is asked for again when the link that its news come from breaks, when its head stays
 * behind a neighbour's, and when a claim of the neighbour waits for it. Heads lag behind records,
 * since they wait for each other: where the records come, that alone is given more time.
 *
 * <p>Only records that are fresh on their link count: what a neighbour sends to catch up with says
 * nothing about which way is the fastest. Loop thread only.
 */
final class Trees {

  /** How many heads intervals the heads may lag behind the records. */
  private static final int HEADS_GRACE_INTERVALS = 4;

  private final NodeCore core;

  /** The greatest number of a record of each origin that has come over any link. */
  private final HeadVector received = new HeadVector();

  private @Nullable PeerSession[] parents = new @Nullable PeerSession[8];

  Trees(NodeCore core) {
    this.core = core;
  }

  /**
   * Since when something must have been missing to be asked for again.
   *
   * @param records missing since records did not come
   * @param heads missing although they came
   */
  record Grace(long now, long records, long heads) {}

  /** A record of the origin came, fresh or not. */
  void onRecord(int origin, long sequence) {
    received.raise(origin, sequence);
  }

  /** A fresh record of the origin was kept. */
  void onNews(PeerSession from, int origin) {
    if (parent(origin) == from || from.asked().contains(origin)) {
      // what comes over a link that was just asked to leave it out is not to be relied on
      return;
    }
    if (origin >= parents.length) {
      parents = Arrays.copyOf(parents, Math.max(origin + 1, parents.length * 2));
    }
    parents[origin] = from;
  }

  /** A fresh record of the origin was here already. */
  void onDuplicate(PeerSession from, int origin, long sequence) {
    PeerSession parent = parent(origin);
    if (parent == null
        || parent == from
        || from.asked().contains(origin)
        || from.asked().isRepeated(origin, sequence)
        || !core.settings()
            .policy()
            .prunes(from.neighbour(), core.replica().origins().id(origin))) {
      return;
    }
    from.asked().add(origin);
    core.counters().add(Count.PRUNES);
    from.say(PeerLines.PRUNE + " " + core.replica().origins().id(origin));
  }

  private @Nullable PeerSession parent(int origin) {
    return origin < parents.length ? parents[origin] : null;
  }

  /** The link is gone: what came over it is asked for everywhere else. */
  void onLost(PeerSession lost) {
    List<Integer> orphans = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      if (parents[i] == lost) {
        parents[i] = null;
        orphans.add(i);
      }
    }
    core.forEachPeer(peer -> graft(peer, orphans));
  }

  /**
   * Asks for what has not come in any other way.
   *
   * @param interval how often a neighbour is told heads
   */
  void graftWhatIsBehind(long interval) {
    long now = core.nanoTime();
    Grace grace = new Grace(now, now - interval / 2, now - HEADS_GRACE_INTERVALS * interval);
    core.forEachPeer(
        peer -> {
          graft(peer, peer.behind(grace, received));
          if (graft(peer, core.claims().missingSince(peer.neighbour(), grace.heads()))) {
            // it tells all heads again when it has sent what is asked for
            core.claims().forget(peer.neighbour());
          }
        });
  }

  /** Returns whether there was anything to ask for. */
  private boolean graft(PeerSession peer, List<Integer> origins) {
    StringBuilder line = new StringBuilder();
    for (int origin : origins) {
      if (peer.asked().contains(origin)) {
        peer.asked().remove(origin, received.get(origin));
        core.counters().add(Count.GRAFTS);
        line.append(' ').append(core.replica().origins().id(origin));
        line.append(':').append(core.replica().heads().get(origin));
      }
    }
    if (line.length() > 0) {
      peer.say(PeerLines.GRAFT + line);
    }
    return line.length() > 0;
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    if (origin < parents.length) {
      parents[origin] = null;
    }
    received.clear(origin);
  }
}
