package io.herd.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Tells a neighbour about heads. HAVE is a fact about this node: what it holds. HEADS is a fact
 * about the neighbour: what it holds now that the feed was sent to its end; where origins were left
 * out, on the condition that it holds these as far as records of theirs have beaten others. CROSSED
 * says how far that is, since the neighbour will have to make the same condition. Loop thread only.
 */
final class HeadsTeller {

  private static final int HEADS_A_LINE = 500;

  private final NodeCore core;
  private final Session session;
  private final HeadVector neighbourHeads;
  private final LeftOut leftOut;
  private final LinkCrossings crossings;

  /** Told by HEADS. */
  private HeadVector told = new HeadVector();

  /** Told by HEADS or by HAVE. */
  private final HeadVector said = new HeadVector();

  private final HeadVector toldCrossed = new HeadVector();
  private long toldVersion = -1;

  HeadsTeller(
      NodeCore core,
      Session session,
      HeadVector neighbourHeads,
      LeftOut leftOut,
      LinkCrossings crossings) {
    this.core = core;
    this.session = session;
    this.neighbourHeads = neighbourHeads;
    this.leftOut = leftOut;
    this.crossings = crossings;
  }

  /** Whether heads may have moved since {@link #tellHeads}. */
  boolean isDue() {
    return toldVersion != core.replica().headsVersion();
  }

  /** All heads are told anew: on fewer conditions than before, and of more origins. */
  void tellAgain() {
    told = new HeadVector();
    toldVersion = -1;
  }

  /**
   * HAVE with all heads.
   *
   * @param asks whether that opens the other side's pump; otherwise it is as if more were to come
   */
  void tellAll(boolean asks) {
    tellHave(i -> true, asks ? 0 : 1);
  }

  /** HAVE with the heads that the neighbour was not told of in any way, if there are any. */
  void tellMoved() {
    if (anyMoved()) {
      tellHave(this::isMoved, 0);
    }
  }

  private boolean anyMoved() {
    for (int i = 0; i < core.replica().origins().size(); i++) {
      if (isMoved(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMoved(int origin) {
    long head = core.replica().heads().get(origin);
    return head > said.get(origin) && head > neighbourHeads.get(origin) && isTold(origin);
  }

  private boolean isTold(int origin) {
    Origins origins = core.replica().origins();
    return origins.isKnown(origin) && !origins.isForeign(origin);
  }

  private void tellHave(IntPredicate which, int more) {
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < core.replica().origins().size(); i++) {
      long head = core.replica().heads().get(i);
      if (head > 0 && isTold(i) && which.test(i)) {
        said.raise(i, head);
        heads.add(entry(i, head));
      }
    }
    int from = 0;
    do {
      int to = Math.min(from + HEADS_A_LINE, heads.size());
      List<String> line = new ArrayList<>();
      line.add(PeerLines.HAVE + " " + (heads.size() - to + more));
      line.addAll(heads.subList(from, to));
      session.sendLine(String.join(" ", line));
      from = to;
    } while (from < heads.size());
  }

  private String entry(int origin, long number) {
    return core.replica().origins().id(origin) + ":" + number;
  }

  /**
   * HEADS, to be called when the cursor is at the end: whatever the heads cover was sent, or is
   * known to be held, or is beaten by what was; or left out.
   *
   * @return whether there was anything to tell
   */
  boolean tellHeads() {
    toldVersion = core.replica().headsVersion();
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < core.replica().origins().size(); i++) {
      long head = core.replica().heads().get(i);
      if (head > told.get(i) && head > neighbourHeads.get(i) && isTold(i) && !leftOut.contains(i)) {
        told.raise(i, head);
        said.raise(i, head);
        heads.add(entry(i, head));
      }
    }
    if (heads.isEmpty()) {
      return false;
    }
    tellCrossed();
    String conditions = conditions();
    for (int from = 0; from < heads.size(); from += HEADS_A_LINE) {
      int to = Math.min(from + HEADS_A_LINE, heads.size());
      session.sendLine(
          PeerLines.HEADS + " " + String.join(" ", heads.subList(from, to)) + conditions);
    }
    return true;
  }

  private void tellCrossed() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < core.replica().origins().size(); i++) {
      long crossed = crossings.get(i);
      if (crossed > toldCrossed.get(i) && isTold(i)) {
        toldCrossed.raise(i, crossed);
        line.append(' ').append(entry(i, crossed));
      }
    }
    if (line.length() > 0) {
      session.sendLine(PeerLines.CROSSED + line);
    }
  }

  private String conditions() {
    StringBuilder conditions = new StringBuilder();
    for (int i = 0; i < core.replica().origins().size(); i++) {
      long crossed = crossings.get(i);
      if (crossed > neighbourHeads.get(i) && isTold(i) && leftOut.isByChoice(i)) {
        conditions.append(conditions.length() == 0 ? " " + PeerLines.IF : "");
        conditions.append(' ').append(entry(i, crossed));
      }
    }
    return conditions.toString();
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    told.clear(origin);
    said.clear(origin);
    toldCrossed.clear(origin);
  }
}
