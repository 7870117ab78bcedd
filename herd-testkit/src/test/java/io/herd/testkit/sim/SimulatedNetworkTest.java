package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ways, and what happens on them. */
final class SimulatedNetworkTest {

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  private final Simulation simulation = new Simulation(1);
  private final SimulatedNetwork network = new SimulatedNetwork(simulation);
  private final SimulatedTransport left = network.transport("left");
  private final SimulatedTransport right = network.transport("right");
  private final End atLeft = new End();
  private final End atRight = new End();

  /** One end of a stream, and what it has heard. */
  private final class End implements ConnectionHandler {
    @Nullable Connection connection;
    @Nullable Throwable failed;
    final StringBuilder heard = new StringBuilder();
    long heardAt;

    void say(String text) {
      Connection to = connection;
      assertNotNull(to);
      to.send(text.getBytes(US_ASCII), 0, text.length());
    }

    @Override
    public void onOpen(Connection opened) {
      connection = opened;
    }

    @Override
    public void onData(Connection from, ByteBuffer in) {
      heard.append(US_ASCII.decode(in));
      heardAt = simulation.now();
    }

    @Override
    public void onEnd(Connection from, ByteBuffer rest) {
      heard.append("|end");
    }

    @Override
    public void onDrained(Connection from) {}

    @Override
    public void onClose(Connection from, @Nullable Throwable cause) {
      failed = cause;
    }
  }

  private void connect() {
    network.latency(Latency.constant(Duration.ofMillis(10)));
    right.listen(network.address("right"), from -> atRight);
    left.execute(() -> left.connect(network.address("right"), atLeft));
    simulation.runFor(SECOND);
  }

  @Test
  void heldWayIsSilentInOneDirectionAndDeliversWhenItIsReleased() {
    connect();
    network.way("left", "right").hold();
    atLeft.say("a");
    atRight.say("b");
    simulation.runFor(SECOND);
    assertEquals("", atRight.heard.toString());
    assertEquals("b", atLeft.heard.toString());
    network.way("left", "right").release();
    atLeft.say("c");
    simulation.runFor(SECOND);
    assertEquals("ac", atRight.heard.toString());
  }

  @Test
  void cloggedWayDeliversAfterAWhile() {
    connect();
    long start = simulation.now();
    network.way("left", "right").clogFor(300 * MILLI);
    atLeft.say("a");
    simulation.runFor(SECOND);
    assertEquals(300 * MILLI, atRight.heardAt - start);
  }

  @Test
  void narrowWayTakesItsTime() {
    connect();
    network.way("left", "right").splits(0);
    network.way("left", "right").bandwidth(1_000);
    long start = simulation.now();
    atLeft.say("x".repeat(500));
    simulation.runFor(SECOND);
    assertEquals(510 * MILLI, atRight.heardAt - start);
  }

  @Test
  void lostPieceResetsItsStream() {
    connect();
    network.way("left", "right").resets(1);
    atLeft.say("a");
    simulation.runFor(SECOND);
    assertEquals("", atRight.heard.toString());
    assertNotNull(atRight.failed);
    assertNotNull(atLeft.failed);
  }

  @Test
  void otherEndOfAVanishedHostHearsNothingUntilItSpeaksToTheNextLife() {
    connect();
    right.vanish();
    atLeft.say("a");
    simulation.runFor(60 * SECOND);
    assertNull(atLeft.failed);
    network.transport("right").listen(network.address("right"), from -> atRight);
    simulation.runFor(SECOND);
    assertNull(atLeft.failed);
    atLeft.say("b");
    simulation.runFor(SECOND);
    assertNotNull(atLeft.failed);
  }

  @Test
  void attemptThatNobodyAnswersFailsAfterTenSeconds() {
    network.way("left", "right").hold();
    connect();
    simulation.runFor(8 * SECOND);
    assertNull(atLeft.failed);
    simulation.runFor(SECOND);
    assertNotNull(atLeft.failed);
    network.way("left", "right").release();
    simulation.runFor(SECOND);
    assertNull(atRight.connection);
  }

  @Test
  void killedHostIsSeenAsAnEndAfterWhatItWroteOrAsAReset() {
    connect();
    atLeft.say("a");
    simulation.runFor(0);
    left.crash();
    simulation.runFor(SECOND);
    String heard = atRight.heard.toString();
    assertTrue(heard.equals("a|end") || atRight.failed != null, heard);
  }

  @Test
  void tamperingChangesWhatArrives() {
    connect();
    network.tampering((from, to, sent) -> (from + ">" + to).getBytes(US_ASCII));
    atLeft.say("a");
    simulation.runFor(SECOND);
    assertEquals("left>right", atRight.heard.toString());
  }

  @Test
  void randomnessOfANameDependsOnTheSeedAndTheNameAlone() {
    Simulation other = new Simulation(1);
    other.random("b").nextLong();
    assertEquals(simulation.random("a").nextLong(), other.random("a").nextLong());
    assertNotEquals(simulation.random("a").nextLong(), simulation.random("b").nextLong());
    assertNotEquals(simulation.random("a").nextLong(), new Simulation(2).random("a").nextLong());
  }

  @Test
  void latenciesHaveTheirMeansAndBounds() {
    var random = simulation.random("latencies");
    Latency exponential = Latency.exponential(Duration.ofMillis(5), Duration.ofMillis(20));
    Latency logNormal = Latency.logNormal(Duration.ofMillis(20), 0.5);
    long sum = 0;
    int beyond = 0;
    for (int i = 0; i < 10_000; i++) {
      long nanos = exponential.drawNanos(random);
      assertTrue(nanos >= 5 * MILLI, nanos + " ns");
      sum += nanos;
      beyond += logNormal.drawNanos(random) > 20 * MILLI ? 1 : 0;
    }
    assertEquals(25 * MILLI, sum / 10_000.0, MILLI);
    assertEquals(5_000, beyond, 200);
    assertEquals(7 * MILLI, Latency.constant(Duration.ofMillis(7)).drawNanos(random));
    assertThrows(IllegalArgumentException.class, () -> Latency.uniformNanos(2, 1));
  }

  @Test
  void clockCanBeSetAndGoFast() {
    SimulatedClock clock = network.clock("left");
    clock.drift(0.5);
    simulation.runFor(2 * SECOND);
    assertEquals(SimulatedClock.EPOCH_NANOS + 3 * SECOND, clock.epochNanos());
    clock.offset(Duration.ofSeconds(-1));
    assertEquals(SimulatedClock.EPOCH_NANOS + SECOND, clock.epochNanos());
    clock.drift(0);
    simulation.runFor(SECOND);
    assertEquals(SimulatedClock.EPOCH_NANOS + 2 * SECOND, clock.epochNanos());
    assertThrows(IllegalArgumentException.class, () -> clock.drift(-1));
  }
}
