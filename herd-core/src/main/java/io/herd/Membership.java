package io.herd;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import io.herd.spi.PeerAuthenticator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a node talks with, how they prove who they are, and whose records it takes. All of it can be
 * changed while the node runs, by {@link HerdNode#change}. Immutable.
 *
 * @param neighbours the servers that the node talks with
 * @param members the servers of the herd: records that others claim to have accepted are refused;
 *     null to take those of any server
 * @param authenticator how neighbours prove who they are
 * @param keys what records are signed and checked with; null for a herd without signatures
 */
public record Membership(
    List<Neighbour> neighbours,
    @Nullable Set<ServerId> members,
    PeerAuthenticator authenticator,
    @Nullable OriginKeys keys) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if a neighbour is named twice
   */
  public Membership {
    neighbours = List.copyOf(neighbours);
    members = members == null ? null : Set.copyOf(members);
    Set<ServerId> names = new HashSet<>();
    for (Neighbour neighbour : neighbours) {
      if (!names.add(neighbour.id())) {
        throw new IllegalArgumentException(neighbour.id() + " is named twice as a neighbour");
      }
    }
  }

  /** The same with this neighbour, in the place of a former one of the same name. */
  public Membership withNeighbour(Neighbour neighbour) {
    List<Neighbour> others = others(neighbour.id());
    others.add(neighbour);
    return new Membership(others, members, authenticator, keys);
  }

  /** The same without this neighbour. */
  public Membership withoutNeighbour(ServerId neighbour) {
    return new Membership(others(neighbour), members, authenticator, keys);
  }

  /** The same with other servers whose records are taken; null for those of any. */
  public Membership withMembers(@Nullable Collection<ServerId> servers) {
    return new Membership(
        neighbours, servers == null ? null : Set.copyOf(servers), authenticator, keys);
  }

  /** The same with another way to prove who one is. */
  public Membership withAuthenticator(PeerAuthenticator other) {
    return new Membership(neighbours, members, other, keys);
  }

  /** The same with other keys. */
  public Membership withKeys(@Nullable OriginKeys others) {
    return new Membership(neighbours, members, authenticator, others);
  }

  private List<Neighbour> others(ServerId than) {
    List<Neighbour> others = new ArrayList<>(neighbours);
    others.removeIf(neighbour -> neighbour.id().equals(than));
    return others;
  }
}
