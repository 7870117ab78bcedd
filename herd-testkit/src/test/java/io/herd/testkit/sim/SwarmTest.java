package io.herd.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/**
 * Many herds with random relations, policies, delays, clients and faults. {@code -Dherd.seeds=N}
 * sets how many seeds, {@code -Dherd.seed=N} replays one, with {@code -Dherd.trace=true} telling
 * every event.
 */
final class SwarmTest {

  private static final String REPLAY =
      "mvn -pl herd-testkit -am test -Dtest=SwarmTest -Dherd.seed=<seed> -Dherd.trace=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private final Swarm swarm = Swarm.ofHerds().replayedBy(REPLAY);

  @Test
  void everyInvariantHoldsInEveryHerd() {
    Long one = Long.getLong("herd.seed");
    if (one == null) {
      swarm.runAll(0, Integer.getInteger("herd.seeds", 1_000));
    } else if (Boolean.getBoolean("herd.trace")) {
      swarm.run(one, System.out::println);
    } else {
      swarm.runAll(one, 1);
    }
  }

  @Test
  void sameSeedGivesTheSameRun() {
    assertEquals(swarm.run(5), swarm.run(5));
  }

  @Test
  void otherSeedGivesAnotherRun() {
    assertNotEquals(swarm.run(5).hash(), swarm.run(6).hash());
  }
}
