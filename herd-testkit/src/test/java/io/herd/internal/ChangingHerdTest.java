package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Audience;
import io.herd.HerdStats.Count;
import io.herd.HerdStats.LinkStats;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.LoopbackOnly;
import io.herd.auth.OriginKeys;
import io.herd.auth.SharedSecret;
import io.herd.protocol.AtRecord;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedHerd;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers, neighbours, addresses and proofs that come and go while a herd runs. */
final class ChangingHerdTest {

  private SimulatedHerd herd = triangle();

  private void change(String server, UnaryOperator<Membership> change) {
    herd.server(server).change(change);
  }

  private Neighbour neighbour(String name) {
    return new Neighbour(ServerId.of(name), herd.network().address(name));
  }

  private LinkStats link(String from, String to) {
    return herd.server(from).stats().links().get(ServerId.of(to));
  }

  private static SimulatedHerd triangle() {
    return Herds.of("Bona-Clark", "Clark-Jaquez", "Bona-Jaquez").seed(1).build();
  }

  private void startTriangle() {
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
  }

  private void report(String server, String client) {
    herd.server(server).report(client, 1.5, -2.5, herd.epochNanos());
    herd.simulation().runFor(2 * SECOND);
  }

  private void join(String name, String... others) {
    herd.add(id(name), Stream.of(others).map(ServerId::of).toList()).start();
    for (String other : others) {
      change(other, membership -> membership.withNeighbour(neighbour(name)));
    }
    herd.simulation().runFor(2 * SECOND);
  }

  private void assertAgreed() {
    Map<String, AtRecord> first = herd.server("Clark").contents();
    herd.servers().forEach(m -> assertEquals(first, m.contents(), m.id().toString()));
  }

  @Test
  void newServerGetsEverythingAndNoOtherLinkIsTouched() {
    startTriangle();
    report("Clark", "kiwi");
    join("Adams", "Clark", "Jaquez");
    report("Adams", "emu");
    report("Bona", "moa");
    assertAgreed();
    assertEquals(3, herd.server("Adams").contents().size());
    assertEquals(1, link("Clark", "Bona").connects());
    assertEquals(1, link("Clark", "Jaquez").connects());
    assertEquals(1, link("Bona", "Jaquez").connects());
    assertTrue(link("Clark", "Adams").up());
  }

  @Test
  void serverThatOnlyOneSideKnowsIsRefusedUntilTheOtherKnowsItToo() {
    startTriangle();
    herd.add(id("Adams"), List.of(id("Clark"))).start();
    herd.simulation().runFor(30 * SECOND);
    assertFalse(link("Adams", "Clark").up());
    assertTrue(herd.server("Clark").stats().count(Count.HELLOS_OF_STRANGERS) > 0);
    change("Clark", membership -> membership.withNeighbour(neighbour("Adams")));
    herd.simulation().runFor(2 * SECOND);
    assertTrue(link("Adams", "Clark").up());
  }

  @Test
  void formerNeighbourIsToldGoodByeAndRefusedFromThenOn() {
    startTriangle();
    report("Jaquez", "kiwi");
    change("Clark", membership -> membership.withoutNeighbour(ServerId.of("Jaquez")));
    herd.simulation().runFor(20 * SECOND);
    assertFalse(herd.server("Clark").stats().links().containsKey(ServerId.of("Jaquez")));
    assertFalse(link("Jaquez", "Clark").up());
    assertTrue(herd.server("Clark").stats().count(Count.HELLOS_OF_STRANGERS) > 0);
    report("Jaquez", "emu");
    assertAgreed();
    assertEquals(1, link("Clark", "Bona").connects());
  }

  @Test
  void lastReportsOfALeavingNeighbourArriveBeforeItsLinkEnds() {
    startTriangle();
    herd.server("Clark").report("kiwi", 1.5, -2.5, herd.epochNanos());
    change("Clark", membership -> membership.withoutNeighbour(ServerId.of("Bona")));
    change("Clark", membership -> membership.withoutNeighbour(ServerId.of("Jaquez")));
    herd.simulation().runFor(SECOND);
    assertTrue(herd.server("Bona").contents().containsKey("kiwi"));
    assertTrue(herd.server("Clark").stats().links().isEmpty());
  }

  @Test
  void changedAddressCountsFromTheNextDial() {
    herd = Herds.of("Bona-Clark").seed(1).build();
    herd.startAll();
    herd.simulation().runFor(2 * SECOND);
    InetSocketAddress elsewhere = new InetSocketAddress("127.0.0.1", 9);
    change(
        "Bona",
        membership -> membership.withNeighbour(new Neighbour(ServerId.of("Clark"), elsewhere)));
    herd.simulation().runFor(5 * SECOND);
    assertTrue(link("Bona", "Clark").up());
    assertEquals(1, link("Bona", "Clark").connects());
  }

  @Test
  void serverOfWhichNothingMoreIsTakenIsNeitherHeardNorToldAbout() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    ScriptedClient bona = peer(node, "Bona");
    bona.write("AT Hill +1.000000000 kiwi +1-1 5 b0 1\n");
    change(node, membership -> membership.withMembers(Set.of(id("Clark"), id("Bona"))));
    bona.write("AT Hill +1.000000000 emu +1-1 5 b0 2\nHEADS Hill/b0:2\n");
    bona.write("AT Hill +1.000000000 moa +1-1 5 b1 2\n");
    assertEquals(List.of("AT Hill +1.000000000 kiwi +1-1 5"), node.contents());
    assertEquals(3, node.count(Count.RECORDS_REFUSED));
    bona.vanish();
    node.pass(SECOND);
    ScriptedClient again = peer(node, "Bona");
    assertEquals("", again.received().replaceAll("(HELLO|HAVE|P[IO]NG).*\n", ""));
  }

  @Test
  void serverThatIsTakenAgainIsHeardAgain() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    ScriptedClient bona = peer(node, "Bona");
    bona.write("AT Hill +1.000000000 kiwi +1-1 5 b0 1\n");
    change(node, membership -> membership.withMembers(Set.of(id("Bona"))));
    change(node, membership -> membership.withMembers(null));
    bona.write("AT Hill +1.000000000 emu +1-1 5 b0 2\n");
    assertEquals(2, node.contents().size());
  }

  @Test
  void linkStaysWhenTheSecretChangesAndTheNextOneNeedsTheNewSecret() {
    SharedSecret old = SharedSecret.of("the former secret".getBytes(US_ASCII));
    SharedSecret next = SharedSecret.of("the secret to come".getBytes(US_ASCII));
    startTriangle();
    for (String server : List.of("Bona", "Clark", "Jaquez")) {
      change(server, membership -> membership.withAuthenticator(old));
    }
    herd.simulation().runFor(5 * SECOND);
    assertEquals(1, link("Bona", "Clark").connects());
    change("Clark", membership -> membership.withAuthenticator(next));
    herd.network().cut("Bona", "Clark");
    herd.simulation().runFor(10 * SECOND);
    herd.network().mendAll();
    herd.simulation().runFor(20 * SECOND);
    assertFalse(link("Bona", "Clark").up());
    assertTrue(link("Clark", "Jaquez").up());
    change("Bona", membership -> membership.withAuthenticator(next));
    herd.simulation().runFor(2 * SECOND);
    assertTrue(link("Bona", "Clark").up());
  }

  @Test
  void changeThatCannotBeChangesNothing() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    Membership before = node.core.membership();
    InetSocketAddress far = new InetSocketAddress("192.0.2.1", 12_000);
    Membership unsafe =
        before.withAuthenticator(new LoopbackOnly()).withNeighbour(new Neighbour(id("Hill"), far));
    assertThrows(IllegalStateException.class, () -> node.core.change(unsafe));
    var pair = OriginKeys.generate();
    OriginKeys keys =
        OriginKeys.of(id("Clark"), pair.getPrivate(), Map.of(id("Clark"), pair.getPublic()));
    assertThrows(IllegalStateException.class, () -> node.core.change(before.withKeys(keys)));
    assertEquals(before, node.core.membership());
    assertEquals(Set.of(id("Bona")), node.core.stats().links().keySet());
  }

  @Test
  void neighbourThatIsDroppedDuringItsHandshakeIsRefused() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    ScriptedClient bona = node.client();
    bona.write("HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee\n").answer();
    change(node, membership -> membership.withoutNeighbour(id("Bona")));
    assertEquals("BYE Bona is not a neighbour\n", bona.write("PROOF -\n").answer());
    assertTrue(bona.isClosed());
    assertEquals(0, node.core.stats().peersUp());
  }

  @Test
  void addressForClientsTakesNoServer() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    ScriptedClient client = node.client(Audience.CLIENTS);
    String hello = "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee";
    client.write(hello + "\nPROOF -\n");
    assertEquals("? " + hello + "\n? PROOF -\n", client.received());
  }

  @Test
  void addressForServersTakesNoClient() {
    LoneNode node = new LoneNode(setup -> setup.neighbours.add(new Neighbour(id("Bona"), null)));
    ScriptedClient client = node.client(Audience.SERVERS);
    client.write("IAMAT kiwi +1-1 1767225599\n");
    assertEquals("BYE handshake expected\n", client.received());
    assertTrue(client.isClosed());
    assertEquals(List.of(), node.contents());
    ScriptedClient silent = node.client(Audience.SERVERS);
    node.pass(11 * SECOND);
    assertEquals("BYE no handshake in time\n", silent.received());
  }

  private static ServerId id(String name) {
    return ServerId.of(name);
  }

  private static void change(LoneNode node, UnaryOperator<Membership> change) {
    node.turn(() -> node.core.change(change.apply(node.core.membership())));
  }

  private static ScriptedClient peer(LoneNode node, String name) {
    ScriptedClient peer = node.client();
    peer.write("HELLO herd/1-1 herd " + name + " Clark b0 60000000000 0 unsigned c0ffee\n");
    peer.write("PROOF -\nHAVE 0\n");
    node.pass(SECOND / 10);
    return peer;
  }
}
