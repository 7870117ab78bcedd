package io.herd.internal;

import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.LoopbackOnly;
import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The links of a node, and whom it talks with and listens to at the moment. Loop thread only. */
final class Links {

  private final NodeCore core;

  private final Map<ServerId, Link> links = new LinkedHashMap<>();

  /** The same, to be gone over in every turn without an iterator. */
  private Link[] all = {};

  private final CatchUp catchUp;
  private Membership membership;

  Links(NodeCore core, Membership membership) {
    requirePossible(membership);
    this.core = core;
    this.catchUp = new CatchUp(core);
    this.membership = membership;
    for (Neighbour neighbour : membership.neighbours()) {
      links.put(neighbour.id(), new Link(core, neighbour));
    }
    onLinks();
    noteLoopbackOnly();
  }

  private void onLinks() {
    all = links.values().toArray(new Link[0]);
    core.counters().setLinks(links.values());
  }

  private void noteLoopbackOnly() {
    if (membership.authenticator() instanceof LoopbackOnly && !links.isEmpty()) {
      core.events().onNoSecret();
    }
  }

  private static void requirePossible(Membership membership) {
    for (Neighbour neighbour : membership.neighbours()) {
      SocketAddress address = neighbour.address();
      if (address != null && !membership.authenticator().covers(address)) {
        throw new IllegalStateException(
            neighbour.id()
                + " is at "
                + address
                + ": without a secret, neighbours must be at loopback addresses");
      }
    }
  }

  void start() {
    links.values().forEach(Link::start);
  }

  /**
   * Makes the links those of this membership: new neighbours are dialled, former ones told good-bye
   * and those that stay not touched, but for a changed address, which counts from the next time
   * they are dialled.
   *
   * @throws IllegalStateException if that cannot be; nothing has changed then
   */
  void change(Membership next) {
    requirePossible(next);
    OriginKeys keys = next.keys();
    Signatures signatures = core.replica().signatures();
    if ((keys == null) != (signatures == null)) {
      throw new IllegalStateException(
          "a herd begins or ends to sign its records by a restart only");
    }
    if (keys != null && signatures != null) {
      signatures.use(keys);
    }
    membership = next;
    core.replica().origins().setMembers(this::isMember);
    Map<ServerId, Neighbour> wanted = new HashMap<>();
    next.neighbours().forEach(neighbour -> wanted.put(neighbour.id(), neighbour));
    for (Link link : List.copyOf(links.values())) {
      Neighbour neighbour = wanted.remove(link.id());
      if (neighbour == null) {
        links.remove(link.id());
        link.part();
      } else {
        link.change(neighbour.address());
      }
    }
    for (Neighbour neighbour : wanted.values()) {
      Link link = new Link(core, neighbour);
      links.put(neighbour.id(), link);
      link.start();
    }
    onLinks();
    core.events().onMembership(next);
    noteLoopbackOnly();
    core.touch();
  }

  /** Who sends this node what it lacks. */
  CatchUp catchUp() {
    return catchUp;
  }

  Membership membership() {
    return membership;
  }

  /** Whether records of this server are taken. */
  boolean isMember(ServerId server) {
    Set<ServerId> members = membership.members();
    return members == null || members.contains(server);
  }

  /** The link with a neighbour, or null if the server is none. */
  @Nullable Link find(ServerId neighbour) {
    return links.get(neighbour);
  }

  Collection<Link> all() {
    return links.values();
  }

  void forEachPeer(Consumer<PeerSession> action) {
    for (Link link : all) {
      PeerSession peer = link.peer();
      if (peer != null) {
        action.accept(peer);
      }
    }
  }

  int countUp() {
    int up = 0;
    for (Link link : all) {
      up += link.peer() != null ? 1 : 0;
    }
    return up;
  }
}
