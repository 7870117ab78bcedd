package io.herd.internal;

import io.herd.spi.Loop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a node that lacks records be sent them by one neighbour, and not by each: while a link is at
 * it, links that come up tell what is held here, but do not ask to be sent the rest; they all do
 * when the first has brought what its neighbour held, and have little to send by then. If that one
 * is gone or takes too long, the next does. Loop thread only.
 */
final class CatchUp {

  /** A neighbour that has sent no record for so long is not waited for. */
  static final long SILENCE_NANOS = 1_000_000_000L;

  /**
   * Nor one that takes longer than this in all: another one may be nearer. Enough for some millions
   * of records over a fast link.
   */
  static final int CHECKS_MAX = 5;

  private final NodeCore core;
  private final ArrayDeque<PeerSession> waiting = new ArrayDeque<>();

  /** Who was asked and may have more to send, or null. */
  private @Nullable PeerSession feeder;

  /** What the feeder held when it was asked; null until it has said so. */
  private @Nullable HeadVector goal;

  private Loop.@Nullable Timer timer;
  private long goalVersion = -1;
  private long received;
  private int checks;

  CatchUp(NodeCore core) {
    this.core = core;
  }

  /** A link is up: the neighbour is told what is held here, and perhaps asked for the rest. */
  void onUp(PeerSession peer) {
    if (feeder == null) {
      ask(peer, null);
    } else {
      peer.pump().tellAllHeads(false);
      waiting.add(peer);
    }
  }

  private void ask(PeerSession peer, @Nullable HeadVector held) {
    feeder = peer;
    goal = held;
    goalVersion = -1;
    received = peer.recordsReceived();
    checks = 0;
    peer.pump().tellAllHeads(true);
    schedule();
  }

  private void schedule() {
    timer = core.loop().schedule(SILENCE_NANOS, this::onTimer);
  }

  private void onTimer() {
    PeerSession current = feeder;
    if (current == null) {
      return;
    }
    checks++;
    if (current.recordsReceived() == received || checks == CHECKS_MAX) {
      askNext();
    } else {
      received = current.recordsReceived();
      schedule();
    }
  }

  /** A neighbour has said what it holds. */
  void onHave(PeerSession peer) {
    if (peer == feeder && goal == null) {
      goal = peer.neighbourHeads().copy();
      check();
    }
  }

  /** Looks whether what the feeder held is all here. Called at the end of each turn. */
  void check() {
    HeadVector wanted = goal;
    long version = core.replica().headsVersion();
    if (wanted == null || version == goalVersion) {
      return;
    }
    goalVersion = version;
    if (wanted.coveredBy(core.replica().heads())) {
      askAll();
    }
  }

  /** What the others hold beyond what is here now is little, and may be different things. */
  private void askAll() {
    endFeeding();
    for (PeerSession peer = waiting.poll(); peer != null; peer = waiting.poll()) {
      peer.pump().tellAllHeads(true);
    }
  }

  private void endFeeding() {
    feeder = null;
    goal = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void askNext() {
    endFeeding();
    PeerSession next = waiting.poll();
    if (next != null) {
      ask(next, next.neighbourHeads().copy());
      check();
    }
  }

  /** The link is down. */
  void onLost(PeerSession peer) {
    waiting.remove(peer);
    if (peer == feeder) {
      askNext();
    }
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    if (goal != null) {
      goal.clear(origin);
    }
  }
}
