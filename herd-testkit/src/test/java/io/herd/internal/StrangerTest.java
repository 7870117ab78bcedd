package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.auth.LoopbackOnly;
import io.herd.auth.SharedSecret;
import io.herd.internal.PeerLines.Hello;
import io.herd.protocol.ServerId;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import io.herd.spi.PeerAuthenticator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that speak like a server and are none, and what it takes to be one. */
final class StrangerTest {

  private static final SharedSecret SECRET =
      SharedSecret.of("the herd's own secret".getBytes(US_ASCII));
  private static final SharedSecret OTHER_SECRET =
      SharedSecret.of("some other secret".getBytes(US_ASCII));
  private static final String GREETING =
      "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee";
  private static final String RECORD = "AT Bona +1.000000000 kiwi +1-1 1767225599 b0 1\n";

  private final LoneNode node = node(SECRET);

  private static LoneNode node(PeerAuthenticator authenticator) {
    return new LoneNode(
        setup -> {
          setup.authenticator = authenticator;
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
        });
  }

  private static Hello hello(String line) {
    return Hello.parse(List.of(line.strip().split(" ")));
  }

  /** The dialer's proof for what the node has answered to this greeting. */
  private static String proof(SharedSecret secret, String greeting, String answer) {
    String transcript = hello(greeting).text() + "\n" + hello(answer).text();
    Handshake handshake = new Handshake(ServerId.of("Bona"), ServerId.of("Clark"), transcript);
    return secret.prove(handshake, Side.DIALER);
  }

  private void assertRefused(String greeting, String reason) {
    ScriptedClient stranger = node.client().write(greeting + "\n" + RECORD);
    assertEquals("BYE " + reason + "\n", stranger.received());
    assertTrue(stranger.isClosed());
    assertNothingChanged();
    assertEquals(1, node.count(Count.HELLOS_REFUSED));
  }

  private void assertNothingChanged() {
    assertEquals(List.of(), node.contents());
    assertEquals(0, node.core.stats().peersUp());
    assertEquals(0, node.count(Count.RECORDS_RECEIVED));
    assertEquals(0, node.core.replica().heads().get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AT Bona +1.000000000 kiwi +1-1 1767225599 b0 1",
        "AT Clark +1.000000000 kiwi +1-1 1767225599",
        "HEADS Bona/b0:5",
        "HAVE 0 Bona/b0:5",
        "HAVE 0",
        "PING",
        "PONG",
        "BYE stopping",
        "PROOF c0ffee",
        "PRUNE Bona/b0",
        "GRAFT Bona/b0",
        "HELLO",
        "HELLO there",
        "hello herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        " HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        "HELLO\therd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee"
      })
  void lineOfAPeerFromAClientIsInvalid(String line) {
    ScriptedClient client = node.client().write(line + "\nx\n" + line + "\r\n");
    assertEquals("? " + line + "\n? x\n? " + line + "\r\n", client.received());
    assertFalse(client.isClosed());
    assertNothingChanged();
  }

  @Test
  void greetingBehindAnotherLineIsInvalid() {
    ScriptedClient client = node.client().write("\n" + GREETING + "\n" + RECORD);
    assertEquals("? \n? " + GREETING + "\n? " + RECORD, client.received());
    assertNothingChanged();
  }

  @ParameterizedTest
  @CsvSource({
    "HELLO herd/1-1 flock Bona Clark b0 60000000000 0 unsigned c0ffee,another herd",
    "HELLO herd/1-1 herd Bailey Clark b0 60000000000 0 unsigned c0ffee,Bailey is not a neighbour",
    "HELLO herd/1-1 herd Clark Clark b0 60000000000 0 unsigned c0ffee,Clark is not a neighbour",
    "HELLO herd/1-1 herd Bona Jaquez b0 60000000000 0 unsigned c0ffee,'meant for Jaquez, this is Clark'",
    "HELLO herd/1-1 herd Bona clark b0 60000000000 0 unsigned c0ffee,'meant for clark, this is Clark'",
    "HELLO herd/1-1 herd Bona Clark b0 1 0 unsigned c0ffee,'maxFuture differs, here it is 60000000000 ns'",
    "HELLO herd/1-1 herd Bona Clark b0 60000000000 1 unsigned c0ffee,'timeToLive differs, here it is 0 ns'",
    "HELLO herd/2-9 herd Bona Clark b0 60000000000 0 unsigned c0ffee,"
        + "'protocol version not spoken, this server speaks 1-1'",
  })
  void greetingOfAStrangerIsRefusedWithTheReason(String greeting, String reason) {
    assertRefused(greeting, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO herd/",
        "HELLO herd/1-1",
        "HELLO herd/1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        "HELLO herd/0-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        "HELLO herd/2-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        "HELLO herd/1-1 herd Bo/na Clark b0 60000000000 0 unsigned c0ffee",
        "HELLO herd/1-1 herd Bona Clark 0 60000000000 0 unsigned c0ffee",
        "HELLO herd/1-1 herd Bona Clark B0 60000000000 0 unsigned c0ffee",
        "HELLO herd/1-1 herd Bona Clark b0 -1 0 unsigned c0ffee",
        "HELLO herd/1-1 herd Bona Clark b0 60000000000 -1 unsigned c0ffee",
        "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned"
      })
  void greetingThatIsNoneIsALineOfAClient(String greeting) {
    assertEquals("? " + greeting + "\n", node.client().write(greeting + "\n").received());
    assertNothingChanged();
  }

  @Test
  void neighbourWithTheSecretBecomesAPeerInAnyPieces() {
    for (List<String> pieces : Fragments.of(GREETING + "\r\n")) {
      LoneNode fresh = node(SECRET);
      ScriptedClient bona = fresh.client();
      pieces.forEach(bona::write);
      bona.write("PROOF " + proof(SECRET, GREETING, bona.answer()) + "\n" + RECORD);
      assertEquals("HAVE 0\n", bona.received());
      assertEquals(1, fresh.core.stats().peersUp());
      assertEquals(List.of("AT Bona +1.000000000 kiwi +1-1 1767225599"), fresh.contents());
    }
  }

  @Test
  void nodeProvesItselfToo() {
    String answer = node.client().write(GREETING + "\n").answer();
    Handshake handshake =
        new Handshake(
            ServerId.of("Bona"),
            ServerId.of("Clark"),
            hello(GREETING).text() + "\n" + hello(answer).text());
    assertEquals(SECRET.prove(handshake, Side.ACCEPTOR), hello(answer).proof());
  }

  @Test
  void wrongSecretIsRefused() {
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.write("PROOF " + proof(OTHER_SECRET, GREETING, stranger.answer()) + "\n" + RECORD);
    assertEquals("BYE proof not accepted\n", stranger.received());
    assertTrue(stranger.isClosed());
    assertNothingChanged();
  }

  @Test
  void proofOfAnEarlierHandshakeIsRefused() {
    ScriptedClient bona = node.client().write(GREETING + "\n");
    String proof = proof(SECRET, GREETING, bona.answer());
    bona.vanish();
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.answer();
    stranger.write("PROOF " + proof + "\n" + RECORD);
    assertEquals("BYE proof not accepted\n", stranger.received());
    assertNothingChanged();
  }

  @Test
  void proofOfTheNodeItselfSentBackIsRefused() {
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.write("PROOF " + hello(stranger.answer()).proof() + "\n" + RECORD);
    assertEquals("BYE proof not accepted\n", stranger.received());
    assertNothingChanged();
  }

  @ParameterizedTest
  @CsvSource({
    "PROOF,proof not expected",
    "AT Bona +1.000000000 kiwi +1-1 1767225599 b0 1,handshake expected",
    "HEADS Bona/b0:5,handshake expected",
    "IAMAT kiwi +1-1 1767225599,handshake expected",
    "'',handshake expected",
    "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee,greeting malformed"
  })
  void anythingButAProofEndsTheHandshake(String line, String reason) {
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.answer();
    stranger.write(line + "\n" + RECORD);
    assertEquals("BYE " + reason + "\n", stranger.received());
    assertTrue(stranger.isClosed());
    assertNothingChanged();
  }

  @Test
  void handshakeHasTenSeconds() {
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.answer();
    node.pass(10 * SECOND - 1);
    assertFalse(stranger.isClosed());
    node.pass(1);
    assertEquals("BYE no handshake in time\n", stranger.received());
    assertTrue(stranger.isClosed());
  }

  @Test
  void lineOfAHandshakeIsShort() {
    ScriptedClient stranger = node.client().write(GREETING + "\n");
    stranger.answer();
    stranger.write("PROOF " + "x".repeat(5_000));
    assertEquals("BYE line too long\n", stranger.received());
    assertTrue(stranger.isClosed());
  }

  @Test
  void withoutASecretNoNeighbourElsewhereIsTaken() {
    LoneNode open = node(new LoopbackOnly());
    ScriptedClient stranger = open.client().write(GREETING + "\n");
    assertEquals(
        "BYE without a secret, neighbours are taken on loopback addresses only\n",
        stranger.received());
  }

  @Test
  void fieldsOfANewerVersionAreSkipped() {
    String newer = GREETING.replace("1-1", "1-7") + " proof and more";
    ScriptedClient bona = node.client().write(newer + "\n");
    bona.write("PROOF " + proof(SECRET, newer, bona.answer()) + " more\nNEWS of 2030\n");
    assertEquals("HAVE 0\n", bona.received());
    assertFalse(bona.isClosed());
    assertEquals(1, node.core.stats().peersUp());
  }

  private ScriptedClient peer() {
    ScriptedClient bona = node.client().write(GREETING + "\n");
    bona.write("PROOF " + proof(SECRET, GREETING, bona.answer()) + "\nHAVE 0\n");
    bona.answer();
    return bona;
  }

  @Test
  void commandsOfClientsFromAPeerAreSkipped() {
    ScriptedClient bona = peer();
    bona.write("IAMAT kiwi +1-1 1767225599\nWHATSAT kiwi 10 5\n\nnonsense\n");
    assertEquals("", bona.received());
    assertEquals(List.of(), node.contents());
    assertEquals(1, node.core.stats().peersUp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AT Bona +1.000000000 kiwi +91-1 1767225599 b0 1",
        "AT Bona +1.000000000 kiwi +1-1 1767225599",
        "AT Bona +1.0 kiwi +1-1 1767225599 b0 1",
        "AT Clark +1.000000000 kiwi +1-1 1767225599 c1a 1",
      })
  void badRecordOfAPeerIsRefusedAndTheLinkStays(String record) {
    ScriptedClient bona = peer();
    bona.write(record + "\n");
    assertEquals(List.of(), node.contents());
    assertEquals(1, node.count(Count.RECORDS_REFUSED));
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void recordOfAPeerIsTakenInAnyPieces() {
    for (List<String> pieces : Fragments.of(RECORD)) {
      StrangerTest fresh = new StrangerTest();
      ScriptedClient bona = fresh.peer();
      pieces.forEach(bona::write);
      assertEquals(List.of("AT Bona +1.000000000 kiwi +1-1 1767225599"), fresh.node.contents());
    }
  }

  @Test
  void unfinishedLinesOfClientsDoNotEndALink() {
    LoneNode small =
        new LoneNode(
            setup -> {
              setup.authenticator = SECRET;
              setup.limits = Limits.builder().lineBytes(64).unfinishedBytes(100).build();
              setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
            });
    ScriptedClient bona = small.client().write(GREETING + "\n");
    bona.write("PROOF " + proof(SECRET, GREETING, bona.answer()) + "\nHAVE 0\n");
    small.client().write("x".repeat(60));
    small.client().write("y".repeat(40));
    bona.write(RECORD.substring(0, 20)).write(RECORD.substring(20));
    assertFalse(bona.isClosed());
    assertEquals(1, small.contents().size());
  }

  @Test
  void recordIsNotSentBackToWhomItCameFrom() {
    ScriptedClient bona = peer();
    bona.write(RECORD + "HEADS Bona/b0:1\n");
    node.pass(SECOND / 2);
    assertEquals("", bona.received());
  }

  @Test
  void pingIsAnsweredAndSilenceEndsTheLink() {
    ScriptedClient bona = peer();
    assertEquals("PONG\n", bona.write("PING\n").answer());
    node.pass(3 * SECOND - 1);
    assertFalse(bona.isClosed());
    node.pass(SECOND + 1);
    assertTrue(bona.isClosed());
    assertEquals(0, node.core.stats().peersUp());
    assertEquals(1, node.count(Count.LINKS_DOWN));
  }

  @Test
  void linkThatAnswersPingsStays() {
    ScriptedClient bona = peer();
    for (int i = 0; i < 60; i++) {
      node.pass(SECOND);
      if (bona.answer().contains("PING\n")) {
        bona.write("PONG\n");
      }
    }
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void secondConnectionOfALivingNeighbourIsRefused() {
    ScriptedClient bona = peer();
    ScriptedClient second = node.client().write(GREETING + "\n");
    second.write("PROOF " + proof(SECRET, GREETING, second.answer()) + "\n");
    assertEquals("BYE duplicate, the link is up\n", second.received());
    bona.write("PONG\n");
    node.pass(SECOND);
    assertFalse(bona.isClosed());
  }

  @Test
  void connectionThatDoesNotAnswerGivesWayToItsSuccessor() {
    ScriptedClient half = peer();
    node.pass(SECOND / 100);
    ScriptedClient second = node.client().write(GREETING + "\n");
    second.write("PROOF " + proof(SECRET, GREETING, second.answer()) + "\n");
    assertEquals("BYE duplicate, the link is up\n", second.answer());
    node.pass(SECOND / 2);
    assertTrue(half.isClosed());
    assertTrue(peer().isReadable());
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void nextLifeOfANeighbourReplacesTheFormerAtOnce() {
    ScriptedClient former = peer();
    String next = GREETING.replace(" b0 ", " b1 ");
    ScriptedClient second = node.client().write(next + "\n");
    second.write("PROOF " + proof(SECRET, next, second.answer()) + "\n");
    assertEquals("HAVE 0\n", second.answer());
    assertTrue(former.isClosed());
    assertEquals(1, node.core.stats().peersUp());
  }
}
