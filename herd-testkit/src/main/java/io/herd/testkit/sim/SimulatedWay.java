package io.herd.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The way from one host to another, one direction of it: how long what is sent takes, how many
 * bytes go through, and whether anything arrives at all. Not thread-safe.
 */
public final class SimulatedWay {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * What arrives at once on a way with a bandwidth: a segment of TCP, of the smallest usual size.
   */
  private static final int SEGMENT_BYTES = 536;

  private final Simulation simulation;
  private final String from;
  private final String to;
  private final RandomGenerator random;
  private final List<Runnable> held = new ArrayList<>();
  private Latency latency;
  private long bytesPerSecond;
  private double resetChance;
  private double splitChance = 0.25;
  private boolean holding;
  private long busyUntil;

  SimulatedWay(Simulation simulation, String from, String to, Latency latency) {
    this.simulation = simulation;
    this.from = from;
    this.to = to;
    this.random = simulation.random("way " + from + " > " + to);
    this.latency = latency;
  }

  /** The host that sends. */
  public String from() {
    return from;
  }

  /** The host that receives. */
  public String to() {
    return to;
  }

  /** What delays are drawn from. */
  public void latency(Latency distribution) {
    latency = distribution;
  }

  /**
   * How many bytes a second go through, over all streams; 0 for any number. What is sent then
   * arrives in segments, one after the other.
   */
  public void bandwidth(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bandwidth is " + bytes + ", must be 0 or more");
    }
    bytesPerSecond = bytes;
  }

  /** The part of the pieces, 0 to 1, whose loss ends their stream with a reset. */
  public void resets(double chance) {
    resetChance = chance(chance);
  }

  /** The part of what is written, 0 to 1, that does not arrive in one piece. */
  public void splits(double chance) {
    splitChance = chance(chance);
  }

  private static double chance(double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("chance is " + chance + ", must be 0..1");
    }
    return chance;
  }

  /**
   * Lets nothing arrive any more, without a word to anybody: streams stay and are silent in this
   * direction. What is sent is sent again until it arrives, as TCP does, so nothing of a stream
   * that stays is lost.
   */
  public void hold() {
    holding = true;
  }

  /** Ends a {@link #hold}: what was held back arrives now. */
  public void release() {
    holding = false;
    List<Runnable> late = List.copyOf(held);
    held.clear();
    late.forEach(arrival -> simulation.after(0, arrival));
  }

  /** Holds for a while. */
  public void clogFor(long nanos) {
    hold();
    simulation.after(nanos, this::release);
  }

  boolean isHolding() {
    return holding;
  }

  long delay() {
    return latency.drawNanos(random);
  }

  /** When so many bytes that are sent now have arrived, not counting what was sent before. */
  long arrivalOf(int bytes) {
    long now = simulation.now();
    if (bytesPerSecond > 0) {
      busyUntil = Math.max(busyUntil, now) + (long) (bytes * (NANOS_PER_SECOND / bytesPerSecond));
      return busyUntil + delay();
    }
    return now + delay();
  }

  /** Lets something arrive at this time, or when the way is open again. */
  void arriveAt(long time, Runnable arrival) {
    simulation.after(time - simulation.now(), () -> arrive(arrival));
  }

  private void arrive(Runnable arrival) {
    if (holding) {
      held.add(arrival);
    } else {
      arrival.run();
    }
  }

  /** Whether this piece is lost for good. */
  boolean losesPiece() {
    return resetChance > 0 && random.nextDouble() < resetChance;
  }

  /** Whether a stream that breaks looks to the other side as if it was closed. */
  boolean endsAsIfClosed() {
    return random.nextBoolean();
  }

  /** How many of these bytes come in one piece. */
  int piece(int bytes) {
    int most = bytesPerSecond > 0 ? Math.min(bytes, SEGMENT_BYTES) : bytes;
    return most > 1 && random.nextDouble() < splitChance ? random.nextInt(1, most) : most;
  }
}
