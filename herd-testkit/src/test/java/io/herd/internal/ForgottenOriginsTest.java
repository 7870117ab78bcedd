package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.sim.Cores;
import io.herd.testkit.sim.HerdOracle;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedServer;
import org.junit.jupiter.api.Test;

/** Former lives of servers of which nothing is left. */
final class ForgottenOriginsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int CLIENTS = 10;

  private final SimulatedHerd herd = Herds.of("Bona-Clark", "Clark-Jaquez").seed(1).build();
  private final HerdOracle oracle = new HerdOracle(herd);

  private void reportAll(String server) {
    for (int i = 0; i < CLIENTS; i++) {
      herd.server(server).report("client" + i, 1.5, -2.5, herd.epochNanos());
    }
    herd.simulation().runFor(SECOND);
  }

  private static int known(SimulatedServer member) {
    Origins origins = Cores.of(member).replica().origins();
    int known = 0;
    for (int i = 0; i < origins.size(); i++) {
      known += origins.isKnown(i) ? 1 : 0;
    }
    return known;
  }

  private void assertAgreed() {
    var contents = herd.server("Bona").contents();
    assertEquals(CLIENTS, contents.size());
    herd.servers().forEach(each -> assertEquals(contents, each.contents(), each.id().toString()));
  }

  @Test
  void livesWithoutRecordsAreForgottenAndOthersTakeTheirPlace() {
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
    for (int life = 0; life < 12; life++) {
      reportAll("Bona");
      herd.server("Bona").crash();
      herd.simulation().runFor(SECOND);
      herd.server("Bona").start();
      herd.simulation().runFor(12 * SECOND);
    }
    assertTrue(known(herd.server("Jaquez")) >= 12);
    assertAgreed();
    herd.simulation().runFor(1_900 * SECOND);
    for (SimulatedServer each : herd.servers()) {
      assertTrue(known(each) <= 4, each.id() + " knows " + known(each));
    }
    for (String server : new String[] {"Jaquez", "Bona", "Clark", "Bona"}) {
      reportAll(server);
      assertAgreed();
      oracle.checkAll();
    }
  }
}
