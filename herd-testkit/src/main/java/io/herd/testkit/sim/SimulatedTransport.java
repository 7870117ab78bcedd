package io.herd.testkit.sim;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One life of a host of a {@link SimulatedNetwork}. Can crash, which loses everything at once, and
 * be paused, which lets the world go on without it. Not thread-safe.
 */
public final class SimulatedTransport implements Transport, Loop {

  /** How long an attempt to connect may be under way. */
  private static final long CONNECT_NANOS = 10_000_000_000L;

  private final Simulation simulation;
  private final SimulatedNetwork network;
  private final String host;
  private final RandomGenerator random;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Set<SimulatedConnection> dirty = new LinkedHashSet<>();
  private final Set<SimulatedConnection> open = new LinkedHashSet<>();
  private final List<Runnable> missed = new ArrayList<>();
  private @Nullable Acceptor acceptor;
  private boolean inTurn;
  private boolean wakeDue;
  private boolean paused;
  private boolean gone;

  SimulatedTransport(Simulation simulation, SimulatedNetwork network, String host, int life) {
    this.simulation = simulation;
    this.network = network;
    this.host = host;
    this.random = simulation.random("host " + host + " in life " + life);
  }

  String host() {
    return host;
  }

  boolean isGone() {
    return gone;
  }

  /** Stops the host, without anybody noticing: what comes to it waits. */
  public void pause() {
    paused = true;
  }

  /** Lets a paused host go on, with all that came meanwhile. */
  public void resume() {
    paused = false;
    List<Runnable> late = List.copyOf(missed);
    missed.clear();
    for (Runnable event : late) {
      turn(event);
    }
  }

  boolean isPaused() {
    return paused;
  }

  /** Ends the host as a power cut does: its streams are reset, nothing more is run or said. */
  public void crash() {
    gone = true;
    network.stopListening(this);
    for (SimulatedConnection connection : List.copyOf(open)) {
      connection.drop();
    }
    tasks.clear();
  }

  /**
   * Ends the host as a fallen network cable and a power cut do together: the other ends of its
   * streams hear nothing, until they send to a next life of the host, which resets them.
   */
  public void vanish() {
    gone = true;
    network.stopListening(this);
    for (SimulatedConnection connection : List.copyOf(open)) {
      connection.vanish();
    }
    tasks.clear();
  }

  /** Runs something that happens to this host as one turn of its loop. */
  void turn(Runnable event) {
    if (gone) {
      return;
    }
    if (paused) {
      missed.add(event);
      return;
    }
    if (inTurn) {
      throw new IllegalStateException("a turn of " + host + " within a turn");
    }
    inTurn = true;
    event.run();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    inTurn = false;
    network.listener().onTurnEnd(host);
    List<SimulatedConnection> toFlush = List.copyOf(dirty);
    dirty.clear();
    toFlush.forEach(SimulatedConnection::flush);
  }

  void dirty(SimulatedConnection connection) {
    dirty.add(connection);
    wake();
  }

  private void wake() {
    if (!inTurn && !wakeDue) {
      wakeDue = true;
      simulation.after(
          0,
          () -> {
            wakeDue = false;
            turn(() -> {});
          });
    }
  }

  void opened(SimulatedConnection connection) {
    open.add(connection);
    network.add(connection);
  }

  void closed(SimulatedConnection connection) {
    open.remove(connection);
    network.remove(connection);
  }

  @Nullable ConnectionHandler accept(Connection connection) {
    return acceptor == null ? null : acceptor.accept(connection);
  }

  @Override
  public Loop loop() {
    return this;
  }

  @Override
  public WallClock clock() {
    return network.clock(host);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor given) {
    acceptor = given;
    network.listen(this);
    SimulatedTransport transport = this;
    return new Listener() {
      @Override
      public SocketAddress address() {
        return network.address(host);
      }

      @Override
      public void close() {
        network.stopListening(transport);
      }
    };
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    String to = ((SimulatedNetwork.Address) address).host();
    SimulatedConnection mine = new SimulatedConnection(simulation, network, this, to, handler);
    SimulatedWay way = network.way(host, to);
    boolean[] answered = new boolean[1];
    way.arriveAt(
        way.arrivalOf(0),
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            arrive(mine, to);
          }
        });
    simulation.after(
        CONNECT_NANOS,
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            refuse(mine, new ConnectException("no answer of " + to), 0);
          }
        });
  }

  private void arrive(SimulatedConnection mine, String to) {
    SimulatedTransport other = network.listener(to);
    SimulatedWay back = network.way(to, host);
    if (gone || other == null || network.isCut(host, to)) {
      refuse(mine, new ConnectException("no way to " + to), back.delay());
      return;
    }
    SimulatedConnection theirs = new SimulatedConnection(simulation, network, other, host, null);
    mine.join(theirs);
    opened(mine);
    other.opened(theirs);
    simulation.after(0, () -> other.turn(theirs::accepted));
    back.arriveAt(back.arrivalOf(0), () -> turn(mine::connected));
  }

  private void refuse(SimulatedConnection mine, Throwable cause, long delayNanos) {
    simulation.after(delayNanos, () -> turn(() -> mine.refuse(cause)));
  }

  /** As {@link #crash}: a simulated host has no thread to wait for. */
  @Override
  public void close() {
    if (!gone) {
      crash();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (!gone) {
      tasks.add(task);
      wake();
    }
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    boolean[] cancelled = new boolean[1];
    simulation.after(
        delayNanos,
        () -> {
          if (!cancelled[0]) {
            turn(
                () -> {
                  if (!cancelled[0]) {
                    task.run();
                  }
                });
          }
        });
    return () -> cancelled[0] = true;
  }

  @Override
  public boolean inLoop() {
    return inTurn;
  }

  @Override
  public long nanoTime() {
    return simulation.now();
  }
}
