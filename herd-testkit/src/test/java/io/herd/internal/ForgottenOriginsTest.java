package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.internal.SimulatedHerd.Member;
import org.junit.jupiter.api.Test;

/** Former lives of servers of which nothing is left. */
final class ForgottenOriginsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int CLIENTS = 10;

  private final SimulatedHerd herd = new SimulatedHerd(1);

  private void reportAll(String server) {
    for (int i = 0; i < CLIENTS; i++) {
      herd.member(server).report("client" + i, herd.now());
    }
    herd.simulation.runFor(SECOND);
  }

  private static int known(Member member) {
    Origins origins = member.core.replica().origins();
    int known = 0;
    for (int i = 0; i < origins.size(); i++) {
      known += origins.isKnown(i) ? 1 : 0;
    }
    return known;
  }

  private void assertAgreed() {
    var contents = herd.member("Bona").contents();
    assertEquals(CLIENTS, contents.size());
    herd.members.values().forEach(each -> assertEquals(contents, each.contents(), each.name));
  }

  @Test
  void livesWithoutRecordsAreForgottenAndOthersTakeTheirPlace() {
    herd.relate("Bona", "Clark");
    herd.relate("Clark", "Jaquez");
    herd.members.values().forEach(Member::start);
    herd.simulation.runFor(2 * SECOND);
    for (int life = 0; life < 12; life++) {
      reportAll("Bona");
      herd.member("Bona").crash();
      herd.simulation.runFor(SECOND);
      herd.member("Bona").start();
      herd.simulation.runFor(12 * SECOND);
    }
    assertTrue(known(herd.member("Jaquez")) >= 12);
    assertAgreed();
    herd.simulation.runFor(1_900 * SECOND);
    for (Member each : herd.members.values()) {
      assertTrue(known(each) <= 4, each.name + " knows " + known(each));
    }
    for (String server : new String[] {"Jaquez", "Bona", "Clark", "Bona"}) {
      reportAll(server);
      assertAgreed();
      herd.checkHeads();
    }
  }
}
