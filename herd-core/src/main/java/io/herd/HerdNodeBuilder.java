package io.herd;

import io.herd.auth.LoopbackOnly;
import io.herd.auth.OriginKeys;
import io.herd.auth.TlsName;
import io.herd.flood.Flooding;
import io.herd.internal.NodeCore;
import io.herd.internal.Settings;
import io.herd.internal.Timing;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.LocationStore;
import io.herd.spi.PeerAuthenticator;
import io.herd.spi.PlacesProvider;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import io.herd.spi.WireLog;
import io.herd.store.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a node is made of. Not thread-safe. */
public final class HerdNodeBuilder {

  private static final Duration MAX_FUTURE_MOST = Duration.ofDays(3_650);

  private final ServerId id;
  private final List<Address> addresses = new ArrayList<>();
  private final Map<ServerId, Neighbour> neighbours = new LinkedHashMap<>();
  private @Nullable Set<ServerId> members;
  private @Nullable PeerAuthenticator authenticator;
  private @Nullable OriginKeys keys;
  private @Nullable TlsEngines clientTls;
  private @Nullable TlsEngines peerTls;
  private String herd = "herd";
  private @Nullable Transport transport;
  private @Nullable PlacesProvider places;
  private @Nullable LocationStore store;
  private @Nullable WireLog wireLog;
  private HerdListener listener = new HerdListener() {};
  private Limits limits = Limits.defaults();
  private FloodingPolicy policy = new Flooding();
  private Duration maxFuture = Duration.ofMinutes(1);
  private Duration pingInterval = Duration.ofSeconds(1);
  private Duration headsInterval = Duration.ofSeconds(1);
  private Duration batching = Duration.ZERO;
  private Duration timeToLive = Duration.ZERO;
  private Duration auditInterval = Duration.ofSeconds(30);
  private boolean closeAfterAnswer;

  /** Where to listen, and for whom. */
  private record Address(SocketAddress address, Audience audience) {}

  HerdNodeBuilder(ServerId id) {
    this.id = id;
  }

  /** Listens on this address, for clients and neighbours. May be called for several. */
  public HerdNodeBuilder listen(SocketAddress address) {
    return listen(address, Audience.ALL);
  }

  /** Listens on this address, for clients, for servers, or for both. */
  public HerdNodeBuilder listen(SocketAddress address, Audience audience) {
    addresses.add(new Address(address, audience));
    return this;
  }

  /** Talks with this server, which will connect to us. */
  public HerdNodeBuilder neighbour(ServerId neighbour) {
    return neighbour(neighbour, null);
  }

  /**
   * Talks with this server, which listens at this address, or will connect to us if there is none.
   */
  public HerdNodeBuilder neighbour(ServerId neighbour, @Nullable SocketAddress address) {
    requireOther(id, neighbour);
    neighbours.put(neighbour, new Neighbour(neighbour, address));
    return this;
  }

  /**
   * Whom the node talks with, how they prove who they are and whose records it takes, all at once;
   * instead of {@link #neighbour}, {@link #members}, {@link #authenticator} and {@link
   * #signatures}.
   *
   * @throws IllegalArgumentException if the node is named as its own neighbour
   */
  public HerdNodeBuilder membership(Membership given) {
    requireOthers(id, given);
    neighbours.clear();
    given.neighbours().forEach(neighbour -> neighbours.put(neighbour.id(), neighbour));
    members = given.members();
    authenticator = given.authenticator();
    keys = given.keys();
    return this;
  }

  /**
   * The servers of the herd: records that others claim to have accepted are refused. By default any
   * name is taken.
   */
  public HerdNodeBuilder members(Collection<ServerId> servers) {
    members = Set.copyOf(servers);
    return this;
  }

  /** The herd's name: servers of another herd are not talked with. {@code herd} by default. */
  public HerdNodeBuilder herd(String name) {
    if (!ServerId.isName(name)) {
      throw new IllegalArgumentException(
          "herd is \"" + name + "\", must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    herd = name;
    return this;
  }

  /** The transport, which the node takes over: closing the node closes it. Has to be given. */
  public HerdNodeBuilder transport(Transport given) {
    transport = given;
    return this;
  }

  /**
   * Who knows what is near a point. Without one, WHATSAT finds nothing. It stays the caller's to
   * close.
   */
  public HerdNodeBuilder places(PlacesProvider provider) {
    places = provider;
    return this;
  }

  /** Who hears what happens. */
  public HerdNodeBuilder listener(HerdListener given) {
    listener = given;
    return this;
  }

  /** The bounds. */
  public HerdNodeBuilder limits(Limits given) {
    limits = given;
    return this;
  }

  /** Secures all connections, of clients and of neighbours, by TLS. No TLS by default. */
  public HerdNodeBuilder tls(TlsEngines engines) {
    return clientTls(engines).peerTls(engines);
  }

  /** Secures the connections of clients by TLS. */
  public HerdNodeBuilder clientTls(TlsEngines engines) {
    clientTls = engines;
    return this;
  }

  /**
   * Secures the links by TLS. Both sides show a certificate: a neighbour without one that is
   * trusted is refused.
   */
  public HerdNodeBuilder peerTls(TlsEngines engines) {
    peerTls = engines;
    return this;
  }

  /**
   * Signs what is accepted here, and takes from others only what its origin has signed; the same in
   * the whole herd. No signatures by default.
   */
  public HerdNodeBuilder signatures(OriginKeys given) {
    keys = given;
    return this;
  }

  /**
   * How neighbours prove who they are. By default {@link TlsName} if links are secured by TLS;
   * otherwise not at all, and only those on loopback addresses are taken.
   */
  public HerdNodeBuilder authenticator(PeerAuthenticator given) {
    authenticator = given;
    return this;
  }

  /** Over which links records go. All, by default. */
  public HerdNodeBuilder policy(FloodingPolicy given) {
    policy = given;
    return this;
  }

  /** Where records are kept: an empty store of this node alone. In memory by default. */
  public HerdNodeBuilder store(LocationStore given) {
    store = given;
    return this;
  }

  /** Who sees every line. Nobody by default. */
  public HerdNodeBuilder wireLog(WireLog given) {
    wireLog = given;
    return this;
  }

  /**
   * How far ahead of this server's clock a client's time counts. The same in the whole herd; 1
   * minute by default.
   */
  public HerdNodeBuilder maxFuture(Duration time) {
    requirePositive("maxFuture", time);
    if (time.compareTo(MAX_FUTURE_MOST) > 0) {
      throw new IllegalArgumentException(
          "maxFuture is " + time + ", must be at most " + MAX_FUTURE_MOST);
    }
    maxFuture = time;
    return this;
  }

  /**
   * How often a link shows that it is there; one silent for three intervals is down. 1 second by
   * default.
   */
  public HerdNodeBuilder pingInterval(Duration time) {
    requirePositive("pingInterval", time);
    pingInterval = time;
    return this;
  }

  /**
   * How often a neighbour is told the heads that have moved: what a lost tree is found by. 1 second
   * by default.
   */
  public HerdNodeBuilder headsInterval(Duration time) {
    requirePositive("headsInterval", time);
    headsInterval = time;
    return this;
  }

  /**
   * How long a record may wait for others, so that they go to a neighbour in one message. Only
   * links with so much to send that it is worth it wait. Zero, which is the default, for not at
   * all.
   */
  public HerdNodeBuilder batching(Duration most) {
    requireNotNegative("batching", most);
    batching = most;
    return this;
  }

  /**
   * How long after its effective time a record is of use: then its client is unknown until it
   * reports anew. The same in the whole herd. Zero, which is the default, for ever.
   */
  public HerdNodeBuilder timeToLive(Duration time) {
    requireNotNegative("timeToLive", time);
    timeToLive = time;
    return this;
  }

  /**
   * How often two neighbours compare what they hold and repair what differs. 30 seconds by default;
   * zero for never.
   */
  public HerdNodeBuilder auditInterval(Duration time) {
    requireNotNegative("auditInterval", time);
    auditInterval = time;
    return this;
  }

  /** Whether a client's connection is closed after its first answer. Off by default. */
  public HerdNodeBuilder closeAfterAnswer(boolean on) {
    closeAfterAnswer = on;
    return this;
  }

  private static void requireNotNegative(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " is " + time + ", must not be negative");
    }
  }

  private static void requirePositive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(name + " is " + time + ", must be positive");
    }
  }

  /**
   * Starts the node. A builder starts one node.
   *
   * @throws IllegalStateException if no transport was given, or a neighbour's address is not one at
   *     which the authenticator can tell neighbours from strangers
   * @throws UncheckedIOException if an address cannot be listened on; the transport is closed then
   */
  public HerdNode start() {
    Transport given = transport;
    if (given == null) {
      throw new IllegalStateException("a node needs a transport");
    }
    LocationStore records =
        store != null ? store : new LogStore(maxFuture.toNanos(), given.random().nextLong());
    NodeCore core = new NodeCore(settings(given), given, records, membership());
    Listeners listeners = new Listeners(given, core, clientTls, peerTls);
    try {
      for (Address address : addresses) {
        listeners.add(address.address(), address.audience());
      }
    } catch (IOException e) {
      given.close();
      throw new UncheckedIOException(id + " cannot listen: " + e.getMessage(), e);
    }
    given.loop().execute(core::start);
    return new HerdNode(id, given, core, listeners);
  }

  private Membership membership() {
    PeerAuthenticator proofs = authenticator;
    if (proofs == null) {
      proofs = peerTls == null ? new LoopbackOnly() : new TlsName();
    }
    return new Membership(List.copyOf(neighbours.values()), members, proofs, keys);
  }

  static void requireOthers(ServerId id, Membership membership) {
    membership.neighbours().forEach(neighbour -> requireOther(id, neighbour.id()));
  }

  private static void requireOther(ServerId id, ServerId neighbour) {
    if (neighbour.equals(id)) {
      throw new IllegalArgumentException(id + " cannot be its own neighbour");
    }
  }

  private Settings settings(Transport given) {
    long incarnation = given.random().nextLong(1, 1L << 40);
    return new Settings(
        new OriginId(id, incarnation),
        herd,
        limits,
        new Timing(
            maxFuture.toNanos(),
            timeToLive.toNanos(),
            pingInterval.toNanos(),
            headsInterval.toNanos(),
            batching.toNanos(),
            auditInterval.toNanos()),
        closeAfterAnswer,
        clientTls,
        peerTls,
        policy,
        places,
        listener,
        wireLog);
  }
}
