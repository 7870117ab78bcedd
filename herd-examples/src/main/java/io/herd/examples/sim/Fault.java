package io.herd.examples.sim;

/** Something that goes wrong in an experiment, and is mended. Immutable. */
@FunctionalInterface
public interface Fault {

  /** Schedules what it does, from now on, while the load counts. */
  void schedule(Experiment experiment);
}
