package io.herd.internal;

import io.herd.Audience;
import io.herd.HerdListener;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.OriginKeys;
import io.herd.flood.Flooding;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.LocationStore;
import io.herd.spi.PeerAuthenticator;
import io.herd.spi.PlacesProvider;
import io.herd.spi.TlsEngines;
import io.herd.spi.WireLog;
import io.herd.store.LogStore;
import io.herd.testkit.sim.AnyHost;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.SimulatedTransport;
import io.herd.testkit.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node named Clark in virtual time, and the clients that a test plays. Time stands still, at
 * 1767225600 seconds after 1970, but for {@link #pass}.
 */
final class LoneNode {

  static final long SECOND = 1_000_000_000L;

  final Simulation simulation = new Simulation(1);
  final SimulatedNetwork network = new SimulatedNetwork(simulation);
  final SimulatedTransport host = network.transport("Clark");
  final NodeCore core;
  private int clients;

  /** What may differ. */
  static final class Setup {
    Limits limits = Limits.defaults();
    boolean closeAfterAnswer;
    @Nullable PlacesProvider places;
    PeerAuthenticator authenticator = new AnyHost();
    HerdListener listener = new HerdListener() {};
    FloodingPolicy policy = new Flooding();
    @Nullable Set<ServerId> members;
    @Nullable WireLog wireLog;
    @Nullable TlsEngines peerTls;
    @Nullable OriginKeys keys;
    LocationStore store = new LogStore(60 * SECOND, 1);
    Timing timing = Timing.defaults();
    final List<Neighbour> neighbours = new ArrayList<>();
  }

  LoneNode() {
    this(setup -> {});
  }

  LoneNode(Consumer<Setup> differently) {
    Setup setup = new Setup();
    differently.accept(setup);
    Settings settings =
        new Settings(
            new OriginId(ServerId.of("Clark"), 0xc1a),
            "herd",
            setup.limits,
            setup.timing,
            setup.closeAfterAnswer,
            null,
            setup.peerTls,
            setup.policy,
            setup.places,
            setup.listener,
            setup.wireLog);
    Membership membership =
        new Membership(setup.neighbours, setup.members, setup.authenticator, setup.keys);
    core = new NodeCore(settings, host, setup.store, membership);
    turn(core::start);
  }

  static LoneNode withLimits(Consumer<Limits.Builder> limits) {
    return withLimits(limits, null);
  }

  static LoneNode withLimits(Consumer<Limits.Builder> limits, @Nullable PlacesProvider places) {
    Limits.Builder builder = Limits.builder();
    limits.accept(builder);
    return new LoneNode(
        setup -> {
          setup.limits = builder.build();
          setup.places = places;
        });
  }

  /** A new connection. */
  ScriptedClient client() {
    return client(Audience.ALL);
  }

  /** A new connection to an address for these. */
  ScriptedClient client(Audience audience) {
    ScriptedClient client = new ScriptedClient(this, network.address("client" + ++clients));
    turn(
        () -> {
          ConnectionHandler handler = core.accept(audience, client);
          client.open(handler);
        });
    return client;
  }

  /** A new connection whose TLS handshake goes on. */
  ScriptedClient clientInHandshake() {
    ScriptedClient client = new ScriptedClient(this, network.address("client" + ++clients));
    turn(() -> client.handshake(core.accept(Audience.ALL, client)));
    return client;
  }

  /** A connected neighbour that holds nothing and has read what it was told so far. */
  ScriptedClient peer(String name) {
    Timing timing = core.settings().timing();
    String signed = core.replica().signatures() == null ? "unsigned" : "signed";
    ScriptedClient peer = client();
    peer.write(
        "HELLO herd/1-1 herd %s Clark b0 %d %d %s c0ffee\n"
            .formatted(name, timing.maxFuture(), timing.timeToLive(), signed));
    peer.write("PROOF -\nHAVE 0\n");
    pass(SECOND / 10);
    peer.answer();
    return peer;
  }

  /** Lets something happen as one turn of the node's loop. */
  void turn(Runnable event) {
    host.execute(event);
    simulation.runFor(0);
  }

  /** Lets time pass. */
  void pass(long nanos) {
    simulation.runFor(nanos);
  }

  long count(Count count) {
    return core.stats().count(count);
  }

  /** Every client's record, in the order of the feed. */
  List<String> contents() {
    List<String> lines = new ArrayList<>();
    AtView view = new AtView();
    try (var cursor = core.store().cursor()) {
      while (cursor.next(view)) {
        lines.add(view.toString());
      }
    }
    return lines;
  }
}
