package io.herd.testkit.sim;

/** What always holds in a herd, or, the last four, once all faults are over. */
public enum Invariant {
  /** An accepted report is what a client sent, byte for byte, with the server's name and skew. */
  ACCEPTED_AS_SENT,
  /** An origin counts what it accepts: 1, 2, 3. */
  NUMBERED_IN_ORDER,
  /** A record kept from a neighbour is what its origin accepted, byte for byte. */
  KEPT_AS_ACCEPTED,
  /** What a server keeps for a client is greater than what it kept before. */
  NEVER_BACKWARDS,
  /** What a head covers was accepted, and is held here, beaten by what is held, or expired. */
  HEADS_KEEP_THEIR_PROMISE,
  /** The store holds the record kept last of every client, and no other, unless it has expired. */
  STORE_HOLDS_WHAT_WAS_KEPT,
  /** A record that has expired is not kept. */
  EXPIRED_STAYS_AWAY,
  /** There are no more connections than allowed, and no new client is accepted beyond the bound. */
  WITHIN_LIMITS,
  /** A client is answered as the protocol says. */
  ANSWERED_AS_SPECIFIED,
  /** After the last fault, all stores become equal within the bound. */
  STORES_AGREE,
  /** After the last fault, every link comes up. */
  LINKS_COME_UP,
  /** After the last fault, all servers come to say the same heads. Not where records are signed. */
  HEADS_AGREE,
  /** Reports that change nothing send no record to any server. */
  NOTHING_NEW_SENDS_NOTHING
}
