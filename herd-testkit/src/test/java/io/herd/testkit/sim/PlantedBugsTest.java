package io.herd.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The swarm finds what is done wrong, and says what. */
final class PlantedBugsTest {

  private static final int SEEDS = 40;

  @ParameterizedTest
  @EnumSource
  void plantedBugIsFound(PlantedBug bug) {
    Swarm swarm = Swarm.of(bug::build);
    for (long seed = bug.firstSeed(); seed < bug.firstSeed() + SEEDS; seed++) {
      Throwable failure = swarm.failure(seed, SwarmRun.planOf(seed));
      if (failure != null) {
        InvariantViolation violation = assertInstanceOf(InvariantViolation.class, failure);
        assertTrue(bug.shownBy.contains(violation.invariant()), violation.getMessage());
        return;
      }
    }
    fail(bug + " was not found in " + SEEDS + " seeds from " + bug.firstSeed() + " on");
  }

  @Test
  void everyInvariantIsShownToFindSomething() {
    Set<Invariant> shown = EnumSet.noneOf(Invariant.class);
    for (PlantedBug bug : PlantedBug.values()) {
      shown.addAll(bug.shownBy);
    }
    assertEquals(EnumSet.allOf(Invariant.class), shown);
  }

  @Test
  void failureIsToldWithItsSeedItsReplayAndTheFaultsItNeeds() {
    Swarm swarm = Swarm.of(PlantedBug.HEADS_ARE_TOO_HIGH::build).replayedBy("replay <seed>");
    String told = swarm.explain(3).getMessage();
    assertTrue(told.startsWith("seed 3: HEADS_KEEP_THEIR_PROMISE: at "), told);
    assertTrue(told.contains("\nreplay: replay 3\nwith 0 of its "), told);
    assertTrue(told.contains("HEADS "), told);
  }

  /** Loses records from its second life on: only a crash shows that. */
  private static SimulatedHerd forgetfulAfterACrash(SimulatedHerdBuilder builder) {
    Set<ServerId> started = new HashSet<>();
    return builder
        .stores(
            (server, maxFuture, seed) -> {
              boolean first = started.add(server);
              return new MutantStore(maxFuture, seed) {
                @Override
                public Merged merge(AtView candidate) {
                  return first ? super.merge(candidate) : Merged.OLDER;
                }
              };
            })
        .build();
  }

  @Test
  void planOfAFailureIsMadeAsShortAsItFailsWith() {
    Swarm swarm = Swarm.of(PlantedBugsTest::forgetfulAfterACrash);
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultPlan plan = SwarmRun.planOf(seed);
      if (plan.faults().size() > 1 && swarm.failure(seed, plan) != null) {
        String told = swarm.explain(seed).getMessage();
        assertTrue(told.contains("\nwith 1 of its "), told);
        assertTrue(told.contains("it fails too:\nCRASH") || told.contains("too:\nVANISH"), told);
        return;
      }
    }
    fail("no plan in " + SEEDS + " seeds has a crash");
  }
}
