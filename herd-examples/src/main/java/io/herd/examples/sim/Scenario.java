package io.herd.examples.sim;

import java.util.List;

/**
 * A situation worth knowing the figures of. Immutable.
 *
 * @param name in a few words
 * @param plans the same situation with several ways of spreading
 */
public record Scenario(String name, List<Plan> plans) {

  /** Copies the plans. */
  public Scenario {
    plans = List.copyOf(plans);
  }

  /** The plan with each of these ways of spreading. */
  static Scenario of(String name, Plan plan, Spread... spreads) {
    return new Scenario(name, List.of(spreads).stream().map(plan::withSpread).toList());
  }
}
