package io.herd.testkit.sim;

import java.time.Duration;

/**
 * Something that goes wrong at a time and for a while. Immutable.
 *
 * @param kind what
 * @param atNanos when it begins, from the start of the run
 * @param forNanos how long it lasts
 * @param server where
 * @param other the other end of the way, or empty where there is none
 * @param amount how much, where that means something
 */
public record Fault(
    Kind kind, long atNanos, long forNanos, String server, String other, double amount) {

  /** What may go wrong. */
  public enum Kind {
    /** The streams between two servers are reset, and no new ones come about. */
    CUT,
    /** Nothing arrives between two servers, in neither direction, and nobody is told. */
    SILENCE,
    /** Nothing arrives in one direction, and nobody is told. */
    ONE_WAY,
    /** The streams between two servers are reset once. */
    RESET,
    /** A part of the pieces is lost, and their streams reset. */
    LOSS,
    /** Few bytes a second go through in one direction. */
    NARROW,
    /** A server is killed, and starts without memory. */
    CRASH,
    /** A server is gone without a word, and starts without memory. */
    VANISH,
    /** A server stops and goes on. */
    PAUSE,
    /** A server's wall clock is set to another time. */
    CLOCK_STEP,
    /** A server's wall clock is fast or slow. */
    CLOCK_DRIFT
  }

  /** Lets the fault happen when its time comes. */
  void schedule(SimulatedHerd herd, Trace trace) {
    herd.simulation()
        .after(
            atNanos,
            () -> {
              trace.note(herd.simulation().now(), server, "FAULT " + this);
              begin(herd);
            });
    herd.simulation().after(atNanos + forNanos, () -> end(herd));
  }

  private void begin(SimulatedHerd herd) {
    SimulatedNetwork network = herd.network();
    SimulatedServer at = herd.server(server);
    switch (kind) {
      case CUT -> network.cut(server, other);
      case SILENCE -> {
        network.way(server, other).hold();
        network.way(other, server).hold();
      }
      case ONE_WAY -> network.way(server, other).hold();
      case RESET -> network.reset(server, other);
      case LOSS -> network.way(server, other).resets(amount);
      case NARROW -> network.way(server, other).bandwidth((long) amount);
      case CRASH -> whileUp(at, at::crash);
      case VANISH -> whileUp(at, at::vanish);
      case PAUSE -> whileUp(at, at::pause);
      case CLOCK_STEP -> at.clock().offset(Duration.ofNanos((long) (amount * 1e9)));
      case CLOCK_DRIFT -> at.clock().drift(amount);
    }
  }

  private void end(SimulatedHerd herd) {
    SimulatedNetwork network = herd.network();
    SimulatedServer at = herd.server(server);
    switch (kind) {
      case CUT -> network.mend(server, other);
      case SILENCE -> {
        network.way(server, other).release();
        network.way(other, server).release();
      }
      case ONE_WAY -> network.way(server, other).release();
      case LOSS -> network.way(server, other).resets(0);
      case NARROW -> network.way(server, other).bandwidth(0);
      case CRASH, VANISH -> {
        if (!at.isUp()) {
          at.start();
        }
      }
      case PAUSE -> {
        if (at.isPaused()) {
          at.resume();
        }
      }
      case RESET, CLOCK_STEP, CLOCK_DRIFT -> {
        // what has happened has happened
      }
    }
  }

  private static void whileUp(SimulatedServer server, Runnable action) {
    if (server.isUp()) {
      action.run();
    }
  }

  /** As a line of a plan. */
  @Override
  public String toString() {
    String where = other.isEmpty() ? server : server + ">" + other;
    return kind
        + " "
        + where
        + " at "
        + Trace.seconds(atNanos)
        + " for "
        + Trace.seconds(forNanos)
        + (amount == 0 ? "" : " by " + amount);
  }
}
