package io.herd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.AtRecord;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.AnyHost;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A node as the application that embeds it sees it. */
final class HerdNodeTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);

  private final Simulation simulation = new Simulation(1);
  private final SimulatedNetwork network = new SimulatedNetwork(simulation);
  private final HerdNode clark = builder("Clark").start();

  private HerdNodeBuilder builder(String name) {
    return HerdNode.builder(ServerId.of(name))
        .authenticator(new AnyHost())
        .transport(network.transport(name))
        .limits(Limits.builder().clients(2).lineBytes(200).build())
        .places(query -> CompletableFuture.completedFuture("{}\n\n\n{}\n".getBytes(UTF_8)))
        .listen(network.address(name));
  }

  private <T> T result(CompletionStage<T> stage) {
    simulation.runFor(0);
    return stage.toCompletableFuture().join();
  }

  private Throwable failure(CompletionStage<?> stage) {
    return assertThrows(CompletionException.class, () -> result(stage)).getCause();
  }

  @Test
  void reportIsAnsweredWithItsRecord() {
    AtRecord record = result(clark.report("kiwi", 1.5, -2.5, NOW.minusNanos(5)));
    assertEquals("AT Clark +0.000000005 kiwi +1.5-2.5 1767225599.999999995", record.toString());
    assertEquals(Optional.of(record), result(clark.find("kiwi")));
    assertEquals(1, clark.stats().clients());
  }

  @Test
  void unknownClientIsNotFound() {
    assertEquals(Optional.empty(), result(clark.find("kiwi")));
    assertEquals(Optional.empty(), result(clark.whatsat("kiwi", 10, 5)));
  }

  @Test
  void placesNearAClientAreFound() {
    AtRecord record = result(clark.report("kiwi", 1.5, -2.5, NOW));
    assertEquals(Optional.of(new Nearby(record, "{}\n{}")), result(clark.whatsat("kiwi", 10, 5)));
  }

  @Test
  void newClientOfAFullStoreIsRefused() {
    result(clark.report("a", 0, 0, NOW));
    result(clark.report("b", 0, 0, NOW));
    assertInstanceOf(IllegalStateException.class, failure(clark.report("c", 0, 0, NOW)));
    result(clark.report("b", 0, 0, NOW.plusNanos(1)));
  }

  @Test
  void reportThatNoClientCouldSendIsRefused() {
    assertInstanceOf(
        IllegalArgumentException.class, failure(clark.report("x".repeat(200), 0, 0, NOW)));
    assertInstanceOf(
        IllegalArgumentException.class, failure(clark.report("x".repeat(200_000), 0, 0, NOW)));
    String longest = "x".repeat(200 - "IAMAT  +0.0+0.0 1767225600.000000000".length());
    result(clark.report(longest, 0, 0, NOW));
    assertInstanceOf(
        IllegalArgumentException.class, failure(clark.report(longest + "x", 0, 0, NOW)));
    assertEquals(1, clark.stats().clients());
  }

  @Test
  void neighboursTellEachOther() {
    HerdNode bona =
        builder("Bona").neighbour(ServerId.of("Jaquez"), network.address("Jaquez")).start();
    HerdNode jaquez =
        builder("Jaquez").neighbour(ServerId.of("Bona"), network.address("Bona")).start();
    simulation.runFor(SECOND);
    AtRecord record = result(bona.report("kiwi", 0, 0, NOW));
    simulation.runFor(SECOND);
    assertEquals(Optional.of(record), result(jaquez.find("kiwi")));
    assertTrue(jaquez.stats().links().get(ServerId.of("Bona")).up());
  }

  @Test
  void clientThatIsRemovedAtOneServerIsUnknownAtAll() {
    HerdNode bona =
        builder("Bona").neighbour(ServerId.of("Jaquez"), network.address("Jaquez")).start();
    HerdNode jaquez =
        builder("Jaquez").neighbour(ServerId.of("Bona"), network.address("Bona")).start();
    simulation.runFor(SECOND);
    result(bona.report("kiwi", 0, 0, NOW));
    simulation.runFor(SECOND);
    assertEquals(true, result(jaquez.remove("kiwi")));
    assertEquals(false, result(jaquez.remove("kiwi")));
    assertEquals(false, result(jaquez.remove("emu")));
    simulation.runFor(SECOND);
    assertEquals(Optional.empty(), result(bona.find("kiwi")));
    assertEquals(Optional.empty(), result(bona.whatsat("kiwi", 1, 1)));
    assertEquals(0, bona.stats().clients());
    AtRecord later = result(bona.report("kiwi", 0, 0, NOW.plusSeconds(10)));
    simulation.runFor(SECOND);
    assertEquals(Optional.of(later), result(jaquez.find("kiwi")));
  }

  @Test
  void clientIsUnknownAfterItsTimeToLive() {
    HerdNode bona = builder("Bona").timeToLive(Duration.ofMinutes(1)).start();
    result(bona.report("kiwi", 0, 0, NOW));
    simulation.runFor(60 * SECOND);
    assertEquals(Optional.empty(), result(bona.find("kiwi")));
    assertInstanceOf(IllegalArgumentException.class, failure(bona.report("kiwi", 0, 0, NOW)));
    simulation.runFor(10 * SECOND);
    assertEquals(0, bona.stats().clients());
  }

  @Test
  void lastReportsReachTheNeighboursOfANodeThatStops() {
    HerdNode bona =
        builder("Bona").neighbour(ServerId.of("Jaquez"), network.address("Jaquez")).start();
    HerdNode jaquez =
        builder("Jaquez").neighbour(ServerId.of("Bona"), network.address("Bona")).start();
    simulation.runFor(SECOND);
    CompletionStage<AtRecord> report = bona.report("kiwi", 0, 0, NOW);
    CompletionStage<Void> stopped = bona.stop(Duration.ofSeconds(2));
    simulation.runFor(SECOND);
    assertTrue(stopped.toCompletableFuture().isDone());
    assertEquals(Optional.of(result(report)), result(jaquez.find("kiwi")));
    assertFalse(jaquez.stats().links().get(ServerId.of("Bona")).up());
  }

  @Test
  void membershipIsWhatItWasChangedTo() {
    Neighbour bona = new Neighbour(ServerId.of("Bona"), network.address("Bona"));
    Membership next = new Membership(List.of(bona), null, new AnyHost(), null);
    result(clark.change(next));
    assertEquals(next, result(clark.membership()));
    assertEquals(Set.of(ServerId.of("Bona")), clark.stats().links().keySet());
    assertEquals(ServerId.of("Clark"), clark.id());
  }

  @Test
  void closedNodeFailsEveryCall() {
    CompletionStage<Void> stopped = clark.stop(Duration.ofSeconds(1));
    simulation.runFor(SECOND);
    assertTrue(stopped.toCompletableFuture().isDone());
    clark.close();
    clark.close();
    assertInstanceOf(IllegalStateException.class, failure(clark.find("kiwi")));
    assertInstanceOf(IllegalStateException.class, failure(clark.report("kiwi", 0, 0, NOW)));
    assertInstanceOf(IllegalStateException.class, failure(clark.remove("kiwi")));
    assertInstanceOf(IllegalStateException.class, failure(clark.whatsat("kiwi", 1, 1)));
  }
}
