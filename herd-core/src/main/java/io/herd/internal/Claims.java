package io.herd.internal;

import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What neighbours have told of this node's heads, as far as it does not count yet. A neighbour that
 * leaves out some origins can say "you now hold everything up to these heads" only on the condition
 * that this node holds the left-out origins up to where they matter. Conditions may be met by what
 * other neighbours tell, also by each other's: two claims that need each other's heads are both
 * true, since a record that one of them lacks would have to be beaten by one that the other lacks,
 * and so on without end. So the largest set of claims is taken whose conditions are met by the
 * heads here and by the set itself. Loop thread only.
 */
final class Claims {

  private final Replica replica;
  private final Map<ServerId, Open> open = new LinkedHashMap<>();

  /** Heads, and what has to be held for them to be true. */
  private record Claim(HeadVector heads, HeadVector conditions, long since) {}

  /**
   * The open claims of one link: the oldest, and all later ones as one. The conditions of a later
   * claim are enough for what was claimed before it.
   */
  private static final class Open {
    @Nullable Claim first;
    @Nullable Claim rest;
  }

  Claims(Replica replica) {
    this.replica = replica;
  }

  /** A neighbour says that everything up to these heads is here, on these conditions. */
  void onClaim(ServerId from, HeadVector heads, HeadVector conditions, long now) {
    Open of = open.get(from);
    if (of == null && conditions.coveredBy(replica.heads())) {
      take(heads);
    } else {
      add(from, new Claim(heads, conditions, now));
    }
    if (!open.isEmpty()) {
      resolve();
    }
  }

  private void add(ServerId from, Claim claim) {
    Open of = open.computeIfAbsent(from, key -> new Open());
    Claim later = of.rest;
    if (of.first == null) {
      of.first = claim;
    } else if (later == null) {
      of.rest = claim;
    } else {
      claim.heads.raiseAll(later.heads);
      of.rest = new Claim(claim.heads, claim.conditions, later.since);
    }
  }

  private void resolve() {
    List<Claim> possible = new ArrayList<>();
    for (Open of : open.values()) {
      addTo(possible, of.first);
      addTo(possible, of.rest);
    }
    boolean fewer = true;
    while (fewer) {
      HeadVector reached = replica.heads().copy();
      for (Claim claim : possible) {
        for (int i = Origins.SELF + 1; i < claim.heads.size(); i++) {
          reached.raise(i, replica.believable(i, claim.heads.get(i)));
        }
      }
      fewer = possible.removeIf(claim -> !claim.conditions.coveredBy(reached));
    }
    for (Claim claim : possible) {
      take(claim.heads);
    }
    open.values().removeIf(of -> settle(of, possible));
  }

  private static void addTo(List<Claim> claims, @Nullable Claim claim) {
    if (claim != null) {
      claims.add(claim);
    }
  }

  /** Takes out what has come true, and returns whether nothing is left. */
  private boolean settle(Open of, List<Claim> taken) {
    Claim first = of.first;
    Claim rest = of.rest;
    if (rest != null && isOneOf(rest, taken)) {
      take(Objects.requireNonNull(first).heads);
      return true;
    }
    if (first != null && isOneOf(first, taken)) {
      of.first = rest;
      of.rest = null;
    }
    return of.first == null;
  }

  @SuppressWarnings("ReferenceEquality") // the very claim, whatever its numbers are
  private static boolean isOneOf(Claim claim, List<Claim> claims) {
    for (Claim one : claims) {
      if (one == claim) {
        return true;
      }
    }
    return false;
  }

  private void take(HeadVector heads) {
    for (int i = Origins.SELF + 1; i < heads.size(); i++) {
      if (heads.get(i) > 0) {
        replica.raiseHead(i, heads.get(i));
      }
    }
  }

  /** The origins that a claim of the neighbour has waited for since then or longer. */
  List<Integer> missingSince(ServerId from, long then) {
    List<Integer> missing = new ArrayList<>();
    Open of = open.get(from);
    Claim first = of == null ? null : of.first;
    if (first != null && first.since <= then) {
      for (int i = 0; i < first.conditions.size(); i++) {
        if (first.conditions.get(i) > replica.heads().get(i)) {
          missing.add(i);
        }
      }
    }
    return missing;
  }

  /** The link is gone, and with it what was said over it. */
  void forget(ServerId lost) {
    open.remove(lost);
  }

  /** An origin was dropped; its index will mean another one. */
  void forget(int origin) {
    for (Open of : open.values()) {
      clear(of.first, origin);
      clear(of.rest, origin);
    }
  }

  private static void clear(@Nullable Claim claim, int origin) {
    if (claim != null) {
      claim.heads.clear(origin);
      claim.conditions.clear(origin);
    }
  }
}
