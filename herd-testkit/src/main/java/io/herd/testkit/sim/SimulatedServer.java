package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.Audience;
import io.herd.HerdStats;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.OriginKeys;
import io.herd.internal.NodeCore;
import io.herd.internal.Settings;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.Listener;
import io.herd.spi.LocationStore;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One server of a {@link SimulatedHerd}, through all its lives. Not thread-safe. */
public final class SimulatedServer {

  private final SimulatedHerd herd;
  private final HerdPlan plan;
  private final ServerId id;
  private final List<ServerId> neighbours;
  private @Nullable Life life;

  /** What a server has from a start to the next crash. */
  private record Life(
      OriginId self,
      SimulatedTransport host,
      NodeCore core,
      LocationStore store,
      Listener listener) {}

  SimulatedServer(SimulatedHerd herd, HerdPlan plan, ServerId id, Collection<ServerId> neighbours) {
    this.herd = herd;
    this.plan = plan;
    this.id = id;
    this.neighbours = List.copyOf(neighbours);
  }

  /** The name. */
  public ServerId id() {
    return id;
  }

  /** Whether the server has a life now; a paused one has. */
  public boolean isUp() {
    return life != null;
  }

  /** Whether the server is up and stopped for the moment. */
  public boolean isPaused() {
    Life now = life;
    return now != null && now.host.isPaused();
  }

  /**
   * Begins a life, without memory.
   *
   * @throws IllegalStateException if the server is up
   */
  public void start() {
    if (life != null) {
      throw new IllegalStateException(id + " is up already");
    }
    String name = id.toString();
    SimulatedTransport host = herd.network().transport(name);
    OriginId self = new OriginId(id, host.random().nextLong(1, 1L << 40));
    Settings settings =
        new Settings(
            self,
            "simulated",
            plan.limits(),
            plan.timing(),
            false,
            null,
            null,
            plan.policy().get(),
            null,
            new ServerEvents(herd, this, self),
            null);
    LocationStore store =
        plan.stores().create(id, plan.timing().maxFuture(), host.random().nextLong());
    NodeCore core = new NodeCore(settings, host, store, membership());
    Listener listener =
        host.listen(herd.network().address(name), from -> core.accept(Audience.ALL, from));
    life = new Life(self, host, core, store, listener);
    host.execute(core::start);
    long now = herd.simulation().now();
    herd.listeners().forEach(hears -> hears.onStarted(now, this, self));
  }

  private Membership membership() {
    List<Neighbour> relations = new ArrayList<>();
    for (ServerId neighbour : neighbours) {
      relations.add(new Neighbour(neighbour, herd.network().address(neighbour.toString())));
    }
    return new Membership(relations, null, new AnyHost(), keys());
  }

  private @Nullable OriginKeys keys() {
    KeyPair own = plan.keys().get(id);
    if (own == null) {
      return null;
    }
    Map<ServerId, PublicKey> servers = new HashMap<>();
    plan.keys().forEach((server, pair) -> servers.put(server, pair.getPublic()));
    return OriginKeys.of(id, own.getPrivate(), servers);
  }

  /** Ends the life at once, as killing the process does: its streams are reset. */
  public void crash() {
    life().host.crash();
    end();
  }

  /** Ends the life at once, and nobody is told: the other ends of its streams hear nothing. */
  public void vanish() {
    life().host.vanish();
    end();
  }

  private void end() {
    life = null;
    long now = herd.simulation().now();
    herd.listeners().forEach(hears -> hears.onEnded(now, this));
  }

  /**
   * Ends in good order. The server has a life until the next {@link #crash}, as a process has that
   * waits for its end.
   *
   * @param drainNanos how long that may take
   * @param done run when nothing is open any more or the time is over
   */
  public void stop(long drainNanos, Runnable done) {
    Life now = life();
    now.listener.close();
    now.host.execute(() -> now.core.stop(drainNanos, done));
  }

  /** Stops the server, without anybody noticing: what comes to it waits. */
  public void pause() {
    life().host.pause();
  }

  /** Lets a paused server go on, with all that came meanwhile. */
  public void resume() {
    life().host.resume();
  }

  /** The server's wall clock, through all its lives. */
  public SimulatedClock clock() {
    return herd.network().clock(id.toString());
  }

  /**
   * Reports a position here, as the application in which the server is embedded would; it is
   * accepted in the server's next turn.
   *
   * @param clientNanos the client's time, in nanoseconds since 1970-01-01 UTC
   */
  public void report(String client, double latitude, double longitude, long clientNanos) {
    report(Lines.report(client, latitude, longitude, clientNanos));
  }

  /** As {@link #report(String, double, double, long)}. */
  public void report(String client, double latitude, double longitude, Instant time) {
    long nanos =
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    report(client, latitude, longitude, nanos);
  }

  /**
   * Takes in an IAMAT line without its line feed, in the server's next turn. Listeners hear whether
   * it was refused because the store is full, or, where records expire, because it is too old.
   */
  public void report(String line) {
    Life now = life();
    byte[] bytes = line.getBytes(UTF_8);
    herd.sent(id.toString(), new String(bytes, ISO_8859_1));
    now.host.execute(
        () -> {
          try {
            now.core.local().report(bytes);
          } catch (IllegalStateException full) {
            herd.refused(this, line);
          } catch (IllegalArgumentException invalid) {
            if (plan.timing().timeToLive() == 0) {
              throw invalid;
            }
            herd.refused(this, line);
          }
        });
  }

  /**
   * Removes a client from the whole herd, in the server's next turn, as the application in which
   * the server is embedded would. A client that is not known here is left alone.
   */
  public void remove(String client) {
    Life now = life();
    now.host.execute(() -> now.core.local().remove(client.getBytes(UTF_8)));
  }

  /** Changes whom the server talks with, in its next turn. */
  public void change(UnaryOperator<Membership> change) {
    Life now = life();
    now.host.execute(() -> now.core.change(change.apply(now.core.membership())));
  }

  /** The newest record of a client, or null. */
  public @Nullable AtRecord find(String client) {
    return life().core.local().find(client.getBytes(UTF_8));
  }

  /** The record of every client that is not removed, by the client's id. */
  public Map<String, AtRecord> contents() {
    Map<String, AtRecord> all = new TreeMap<>();
    AtView view = new AtView();
    try (LocationStore.Cursor cursor = life().store.cursor()) {
      while (cursor.next(view)) {
        if (!view.isRemoval()) {
          AtRecord record = view.copy();
          all.put(record.clientId(), record);
        }
      }
    }
    return all;
  }

  /** Up to which number of each origin everything is held here, beaten or expired. */
  public Map<OriginId, Long> heads() {
    return life().core.heads();
  }

  /** The server in its present life. */
  public OriginId self() {
    return life().self;
  }

  /** What the server has counted in its present life. */
  public HerdStats stats() {
    return life().core.stats();
  }

  NodeCore core() {
    return life().core;
  }

  LocationStore store() {
    return life().store;
  }

  SimulatedTransport host() {
    return life().host;
  }

  private Life life() {
    Life now = life;
    if (now == null) {
      throw new IllegalStateException(id + " is not up");
    }
    return now;
  }

  /** Name, and what it is doing. */
  @Override
  public String toString() {
    return id + (isUp() ? isPaused() ? " (paused)" : "" : " (down)");
  }
}
