package io.herd.testkit.sim;

import io.herd.spi.WallClock;
import java.time.Duration;

/**
 * A host's wall clock, which may be wrong: ahead or behind, fast or slow, and set while the host
 * runs. It outlives the host's crashes. Not thread-safe.
 */
public final class SimulatedClock implements WallClock {

  /** The true time at the beginning of every simulation: 2026-01-01T00:00:00Z. */
  public static final long EPOCH_NANOS = 1_767_225_600_000_000_000L;

  private final Simulation simulation;
  private long offsetNanos;
  private double drift;
  private long driftingSince;

  SimulatedClock(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public long epochNanos() {
    long drifted = drift == 0 ? 0 : (long) ((simulation.now() - driftingSince) * drift);
    return EPOCH_NANOS + simulation.now() + offsetNanos + drifted;
  }

  /** Sets the clock this far ahead of the true time, at once. */
  public void offset(Duration ahead) {
    offsetNanos = ahead.toNanos();
    driftingSince = simulation.now();
  }

  /**
   * Lets the clock go fast or slow from now on.
   *
   * @param rate by how much: 0.001 gains a millisecond a second; more than -1
   */
  public void drift(double rate) {
    if (!(rate > -1)) {
      throw new IllegalArgumentException("drift is " + rate + ", must be more than -1");
    }
    offsetNanos = epochNanos() - EPOCH_NANOS - simulation.now();
    driftingSince = simulation.now();
    drift = rate;
  }
}
