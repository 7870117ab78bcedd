package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedServer;
import org.junit.jupiter.api.Test;

/** The orderly end of a node. */
final class StopTest {

  private final HeldPlaces places = new HeldPlaces();
  private final LoneNode node = LoneNode.withLimits(limits -> limits.clientOutboxBytes(1), places);
  private boolean done;

  private void stop() {
    node.turn(() -> node.core.stop(2 * SECOND, () -> done = true));
  }

  @Test
  void nodeWithoutConnectionsIsDoneSoon() {
    stop();
    assertFalse(done);
    node.pass(SECOND / 5);
    assertTrue(done);
  }

  @Test
  void whatComesJustBeforeTheEndIsAnswered() {
    ScriptedClient client = node.client();
    stop();
    client.write("x\n");
    node.pass(SECOND / 5);
    assertEquals("? x\n", client.received());
    assertTrue(client.isClosed());
    assertTrue(done);
  }

  @Test
  void questionInFlightIsAnswered() {
    ScriptedClient client = node.client().write("IAMAT a +1-1 5\nWHATSAT a 1 1\n");
    stop();
    node.pass(SECOND);
    assertFalse(client.isClosed());
    places.answer(0, "body");
    node.pass(SECOND / 10);
    assertTrue(client.received().endsWith("\nbody\n\n"), client.received());
    assertTrue(client.isClosed());
    assertTrue(done);
  }

  @Test
  void clientThatDoesNotReadIsWaitedForUntilTheDeadline() {
    ScriptedClient client = node.client();
    client.stopReading();
    client.write("x\n").write("y\n").write("z\n");
    stop();
    node.pass(2 * SECOND - 1);
    assertFalse(done);
    node.pass(SECOND / 10);
    assertTrue(done);
  }

  @Test
  void neighbourIsToldAllThatWasAnsweredHoweverMuchThatIs() {
    SimulatedHerd herd = Herds.of("A-B").seed(1).build();
    herd.network().delays(20_000_000, 30_000_000);
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
    SimulatedServer a = herd.server("A");
    int reports = 30_000;
    for (int i = 0; i < reports; i++) {
      a.report("client" + i, 1.5, -2.5, herd.epochNanos());
    }
    a.stop(60 * SECOND, () -> done = true);
    herd.simulation().runFor(50 * SECOND);
    assertTrue(done);
    assertEquals(reports, a.stats().clients());
    assertEquals(reports, herd.server("B").stats().clients());
  }

  @Test
  void nodeIsStoppedOnce() {
    stop();
    node.turn(
        () -> assertThrows(IllegalStateException.class, () -> node.core.stop(SECOND, () -> {})));
  }
}
