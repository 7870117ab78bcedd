package io.herd.internal;

/**
 * How far records of each origin have beaten records of others that the neighbour may never have
 * been sent. A record that was sent before it was beaten does not matter: the neighbour has it, or
 * a greater one, whether it gets the winner or not. Nor does one of an origin that the neighbour
 * has asked to leave out, since nothing is claimed of that origin. Loop thread only.
 */
final class LinkCrossings {

  private final HeadVector neighbourHeads;
  private final LeftOut leftOut;
  private final long heldBit;
  private final HeadVector numbers = new HeadVector();

  /**
   * The crossings of one link.
   *
   * @param heldBit what records carry that the neighbour has sent or was sent, or 0
   */
  LinkCrossings(HeadVector neighbourHeads, LeftOut leftOut, long heldBit) {
    this.neighbourHeads = neighbourHeads;
    this.leftOut = leftOut;
    this.heldBit = heldBit;
  }

  /**
   * Whether the neighbour may never have seen a record that was beaten. If it has not, that matters
   * even if it holds the winner: it must make the same condition when it tells its own heads.
   *
   * @param heldBy the links that the record went over
   */
  boolean mayLack(int loser, long sequence, long heldBy) {
    return (heldBy & heldBit) == 0
        && sequence > neighbourHeads.get(loser)
        && !leftOut.isPruned(loser)
        && !leftOut.isNeighbourSelf(loser);
  }

  long get(int winner) {
    return numbers.get(winner);
  }

  void raise(int winner, long sequence) {
    numbers.raise(winner, sequence);
  }

  void raiseAll(HeadVector other) {
    numbers.raiseAll(other);
  }

  void forget(int origin) {
    numbers.clear(origin);
  }
}
