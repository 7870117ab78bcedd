package io.herd.internal;

import io.herd.HerdStats.Count;
import org.jspecify.annotations.Nullable;

/**
 * Why a greeting is refused.
 *
 * @param kind what it is counted as, beside all refused greetings
 * @param reason what the other side is told
 */
record Refusal(Kind kind, String reason) {

  /** The kinds that are told apart. */
  enum Kind {
    /** A server of another herd. */
    FOREIGN_HERD(Count.HELLOS_OF_FOREIGN_HERDS),
    /** A server that is no neighbour. */
    UNKNOWN_SERVER(Count.HELLOS_OF_STRANGERS),
    /** A wrong proof: another secret, a proof of another handshake, a missing certificate. */
    PROOF(Count.HELLOS_WITHOUT_PROOF),
    /** A second connection of a neighbour: nothing is wrong with that. */
    DUPLICATE(Count.HELLOS_DUPLICATE),
    /** Anything else. */
    OTHER(null);

    private final @Nullable Count count;

    Kind(@Nullable Count count) {
      this.count = count;
    }
  }

  static Refusal foreignHerd() {
    return new Refusal(Kind.FOREIGN_HERD, "another herd");
  }

  static Refusal unknown(String who) {
    return new Refusal(Kind.UNKNOWN_SERVER, who + " is not a neighbour");
  }

  static Refusal proof(String reason) {
    return new Refusal(Kind.PROOF, reason);
  }

  static Refusal duplicate(String reason) {
    return new Refusal(Kind.DUPLICATE, "duplicate, " + reason);
  }

  static Refusal other(String reason) {
    return new Refusal(Kind.OTHER, reason);
  }

  void count(Counters counters) {
    counters.add(Count.HELLOS_REFUSED);
    if (kind.count != null) {
      counters.add(kind.count);
    }
  }
}
