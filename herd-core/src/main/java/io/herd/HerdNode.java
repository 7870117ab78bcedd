package io.herd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.auth.LoopbackOnly;
import io.herd.flood.Flooding;
import io.herd.internal.NodeCore;
import io.herd.internal.Settings;
import io.herd.protocol.AtRecord;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.Listener;
import io.herd.spi.LocationStore;
import io.herd.spi.PeerAuthenticator;
import io.herd.spi.PlacesProvider;
import io.herd.spi.Transport;
import io.herd.spi.WireLog;
import io.herd.store.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server of the herd: takes position reports, tells its neighbours, and knows what every server
 * of the herd was told.
 *
 * <pre>{@code
 * HerdNode node = HerdNode.builder(ServerId.of("Clark"))
 *     .listen(new InetSocketAddress("127.0.0.1", 0))
 *     .neighbour(ServerId.of("Bona"), bonaAddress)
 *     .transport(NioTransport.create())
 *     .start();
 * }</pre>
 *
 * <p>The stages that the methods return are completed on the node's loop: what is hung on them must
 * not block. Thread-safe.
 */
public final class HerdNode implements AutoCloseable {

  /** How long {@link #close} lets answers go out. */
  private static final Duration CLOSE_DRAIN = Duration.ofSeconds(2);

  private final ServerId id;
  private final Transport transport;
  private final NodeCore core;
  private final List<Listener> listeners;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
  private final LoopCalls calls;

  private HerdNode(ServerId id, Transport transport, NodeCore core, List<Listener> listeners) {
    this.id = id;
    this.transport = transport;
    this.core = core;
    this.listeners = listeners;
    this.calls = new LoopCalls(transport.loop(), id.toString());
  }

  /** A builder for the server of this name. */
  public static Builder builder(ServerId id) {
    return new Builder(id);
  }

  /** The server's name. */
  public ServerId id() {
    return id;
  }

  /**
   * The first address on which the node listens, with its real port.
   *
   * @throws IllegalStateException if it listens on none
   */
  public SocketAddress address() {
    if (listeners.isEmpty()) {
      throw new IllegalStateException(id + " listens on no address");
    }
    return listeners.get(0).address();
  }

  /** All addresses on which the node listens, in the order of the builder. */
  public List<SocketAddress> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /**
   * Reports a position, as a client does with IAMAT.
   *
   * @param client the client's id, not empty and without white space
   * @param latitude decimal degrees, -90 to 90
   * @param longitude decimal degrees, -180 to 180
   * @param time when the client was there, by its own clock; from 1677 to 2262
   * @return the AT line that a client would be answered with, once the report is visible here;
   *     failed with {@link IllegalStateException} if the node is closed, or the client new and the
   *     store full, and with {@link IllegalArgumentException} if the id is so long that the line
   *     would be longer than {@link Limits#lineBytes()}
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public CompletionStage<AtRecord> report(
      String client, double latitude, double longitude, Instant time) {
    byte[] line = ReportLine.of(client, latitude, longitude, time);
    return calls.call(result -> result.accept(core.local().report(line)));
  }

  /**
   * Finds the newest position of a client that this node knows of.
   *
   * @return empty for an unknown client; failed with {@link IllegalStateException} if the node is
   *     closed
   */
  public CompletionStage<Optional<AtRecord>> find(String client) {
    byte[] bytes = client.getBytes(UTF_8);
    return calls.call(result -> result.accept(Optional.ofNullable(core.local().find(bytes))));
  }

  /**
   * Asks what is near a client, as a client does with WHATSAT.
   *
   * @param radiusKm kilometres, 0 to 50
   * @param results how many places at most, 0 to 20
   * @return empty for an unknown client; failed with {@link IllegalStateException} if the node is
   *     closed. A failure of the places provider is a document of the fitting status
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public CompletionStage<Optional<Nearby>> whatsat(String client, double radiusKm, int results) {
    if (!(radiusKm >= 0 && radiusKm <= 50)) {
      throw new IllegalArgumentException("radiusKm is " + radiusKm + ", must be 0..50");
    }
    if (results < 0 || results > 20) {
      throw new IllegalArgumentException("results is " + results + ", must be 0..20");
    }
    byte[] bytes = client.getBytes(UTF_8);
    return calls.call(
        result ->
            core.local()
                .nearby(
                    bytes, radiusKm, results, near -> result.accept(Optional.ofNullable(near))));
  }

  /** What the node has counted, and how much it has, as of the last turn of its loop. */
  public HerdStats stats() {
    return core.stats();
  }

  /**
   * Stops in good order: accepts no more connections, answers what has come, tells the neighbours
   * the last reports, and closes. The transport is left for {@link #close} to end.
   *
   * @param drain how long this may take at most
   * @return completed on the loop when that is done or the time is over
   */
  public CompletionStage<@Nullable Void> stop(Duration drain) {
    if (stopped.compareAndSet(false, true)) {
      listeners.forEach(Listener::close);
      transport.loop().execute(() -> core.stop(drain.toNanos(), () -> drained.complete(null)));
    }
    return drained.copy();
  }

  /**
   * Stops as {@link #stop} does, within two seconds, and ends the transport with its thread. Waits
   * for that; must not be called on the node's loop. Idempotent.
   */
  @Override
  public void close() {
    if (transport.loop().inLoop()) {
      throw new IllegalStateException("close is called on the loop that it would wait for");
    }
    if (!closed.get()) {
      LoopCalls.await(stop(CLOSE_DRAIN), CLOSE_DRAIN.multipliedBy(2));
    }
    if (closed.compareAndSet(false, true)) {
      transport.close();
      calls.end();
    }
  }

  /** Collects what a node is made of. Not thread-safe. */
  public static final class Builder {

    private static final Duration MAX_FUTURE_MOST = Duration.ofDays(3_650);

    private final ServerId id;
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final Map<ServerId, Neighbour> neighbours = new LinkedHashMap<>();
    private @Nullable Set<ServerId> members;
    private String herd = "herd";
    private @Nullable Transport transport;
    private @Nullable PlacesProvider places;
    private @Nullable LocationStore store;
    private @Nullable WireLog wireLog;
    private HerdListener listener = new HerdListener() {};
    private Limits limits = Limits.defaults();
    private PeerAuthenticator authenticator = new LoopbackOnly();
    private FloodingPolicy policy = new Flooding();
    private Duration maxFuture = Duration.ofMinutes(1);
    private Duration pingInterval = Duration.ofSeconds(1);
    private boolean closeAfterAnswer;

    private Builder(ServerId id) {
      this.id = id;
    }

    /** Listens on this address, for clients and neighbours. May be called for several. */
    public Builder listen(SocketAddress address) {
      addresses.add(address);
      return this;
    }

    /** Talks with this server, which will connect to us. */
    public Builder neighbour(ServerId neighbour) {
      return neighbour(neighbour, null);
    }

    /**
     * Talks with this server, which listens at this address, or will connect to us if there is
     * none.
     */
    public Builder neighbour(ServerId neighbour, @Nullable SocketAddress address) {
      if (neighbour.equals(id)) {
        throw new IllegalArgumentException(id + " cannot be its own neighbour");
      }
      neighbours.put(neighbour, new Neighbour(neighbour, address));
      return this;
    }

    /**
     * The servers of the herd: records that others claim to have accepted are refused. By default
     * any name is taken.
     */
    public Builder members(Collection<ServerId> servers) {
      members = Set.copyOf(servers);
      return this;
    }

    /** The herd's name: servers of another herd are not talked with. {@code herd} by default. */
    public Builder herd(String name) {
      if (!ServerId.isName(name)) {
        throw new IllegalArgumentException(
            "herd is \"" + name + "\", must be 1 to 64 of A-Z a-z 0-9 . _ -");
      }
      herd = name;
      return this;
    }

    /** The transport, which the node takes over: closing the node closes it. Has to be given. */
    public Builder transport(Transport given) {
      transport = given;
      return this;
    }

    /**
     * Who knows what is near a point. Without one, WHATSAT finds nothing. It stays the caller's to
     * close.
     */
    public Builder places(PlacesProvider provider) {
      places = provider;
      return this;
    }

    /** Who hears what happens. */
    public Builder listener(HerdListener given) {
      listener = given;
      return this;
    }

    /** The bounds. */
    public Builder limits(Limits given) {
      limits = given;
      return this;
    }

    /**
     * How neighbours prove who they are. By default not at all, and only those on loopback
     * addresses are taken.
     */
    public Builder authenticator(PeerAuthenticator given) {
      authenticator = given;
      return this;
    }

    /** Over which links records go. All, by default. */
    public Builder policy(FloodingPolicy given) {
      policy = given;
      return this;
    }

    /** Where records are kept: an empty store of this node alone. In memory by default. */
    public Builder store(LocationStore given) {
      store = given;
      return this;
    }

    /** Who sees every line. Nobody by default. */
    public Builder wireLog(WireLog given) {
      wireLog = given;
      return this;
    }

    /**
     * How far ahead of this server's clock a client's time counts. The same in the whole herd; 1
     * minute by default.
     */
    public Builder maxFuture(Duration time) {
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
    public Builder pingInterval(Duration time) {
      requirePositive("pingInterval", time);
      pingInterval = time;
      return this;
    }

    /** Whether a client's connection is closed after its first answer. Off by default. */
    public Builder closeAfterAnswer(boolean on) {
      closeAfterAnswer = on;
      return this;
    }

    private static void requirePositive(String name, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(name + " is " + time + ", must be positive");
      }
    }

    /**
     * Starts the node. A builder starts one node.
     *
     * @throws IllegalStateException if no transport was given, or a neighbour's address is not one
     *     at which the authenticator can tell neighbours from strangers
     * @throws UncheckedIOException if an address cannot be listened on; the transport is closed
     *     then
     */
    public HerdNode start() {
      Transport given = transport;
      if (given == null) {
        throw new IllegalStateException("a node needs a transport");
      }
      LocationStore records =
          store != null ? store : new LogStore(maxFuture.toNanos(), given.random().nextLong());
      NodeCore core = new NodeCore(settings(given), given, records, neighbours.values());
      List<Listener> listeners = new ArrayList<>();
      try {
        for (SocketAddress address : addresses) {
          listeners.add(given.listen(address, core::accept));
        }
      } catch (IOException e) {
        given.close();
        throw new UncheckedIOException(id + " cannot listen: " + e.getMessage(), e);
      }
      given.loop().execute(core::start);
      return new HerdNode(id, given, core, List.copyOf(listeners));
    }

    private Settings settings(Transport given) {
      long incarnation = given.random().nextLong(1, 1L << 40);
      return new Settings(
          new OriginId(id, incarnation),
          herd,
          members,
          limits,
          maxFuture.toNanos(),
          pingInterval.toNanos(),
          closeAfterAnswer,
          authenticator,
          policy,
          places,
          listener,
          wireLog);
    }
  }
}
