package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.auth.SharedSecret;
import io.herd.internal.PeerLines.Hello;
import io.herd.protocol.ServerId;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.SimulatedTransport;
import io.herd.testkit.sim.Simulation;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A node that dials a neighbour, which a test plays. */
final class DialerTest {

  private static final SharedSecret SECRET =
      SharedSecret.of("the herd's own secret".getBytes(US_ASCII));
  private static final SharedSecret OTHER_SECRET =
      SharedSecret.of("some other secret".getBytes(US_ASCII));

  private final LoneNode node =
      new LoneNode(
          setup -> {
            setup.authenticator = SECRET;
            setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), jaquezAddress()));
          });
  private final List<String> heard = new ArrayList<>();
  private final List<Long> dialedAt = new ArrayList<>();
  private final List<String> unfinished = new ArrayList<>(List.of(""));
  private int closed;

  private static SocketAddress jaquezAddress() {
    return new SimulatedNetwork(new Simulation(0)).address("Jaquez");
  }

  /** The neighbour: says to each line what the test says, or nothing if that is empty. */
  private final class Jaquez implements ConnectionHandler {
    private final UnaryOperator<String> answers;

    Jaquez(UnaryOperator<String> answers) {
      this.answers = answers;
    }

    @Override
    public void onOpen(Connection connection) {
      dialedAt.add(node.simulation.now());
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      String text = unfinished.get(0) + US_ASCII.decode(in);
      int end;
      while ((end = text.indexOf('\n')) >= 0) {
        heard.add(text.substring(0, end));
        byte[] answer = answers.apply(text.substring(0, end)).getBytes(US_ASCII);
        if (answer.length > 0) {
          connection.send(answer, 0, answer.length);
        }
        text = text.substring(end + 1);
      }
      unfinished.set(0, text);
    }

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {
      connection.close();
    }

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {
      closed++;
    }
  }

  private void listen(UnaryOperator<String> answers) {
    SimulatedTransport host = node.network.transport("Jaquez");
    host.listen(node.network.address("Jaquez"), connection -> new Jaquez(answers));
  }

  private static Hello hello(String line) {
    return Hello.parse(List.of(line.split(" ")));
  }

  /** What Jaquez says to a greeting, with its proof, and to other lines, which is nothing. */
  private static String greeting(String line, SharedSecret secret, String herd) {
    if (!line.startsWith("HELLO")) {
      return "";
    }
    String mine = "HELLO herd/1-1 " + herd + " Jaquez Clark 1a 60000000000 0 unsigned c0ffee";
    Handshake handshake =
        new Handshake(
            ServerId.of("Clark"),
            ServerId.of("Jaquez"),
            hello(line).text() + "\n" + hello(mine).text());
    return mine + " " + secret.prove(handshake, Side.ACCEPTOR) + "\n";
  }

  private void assertGivenUp(String reason) {
    node.pass(SECOND / 20);
    assertEquals("BYE " + reason, heard.get(1));
    assertEquals(1, closed);
    assertEquals(1, node.count(Count.HELLOS_REFUSED));
    assertEquals(0, node.core.stats().peersUp());
  }

  @Test
  void serverThatSortsFirstGreetsFirst() {
    listen(line -> "");
    node.pass(SECOND);
    assertTrue(
        heard
            .get(0)
            .matches("HELLO herd/1-1 herd Clark Jaquez c1a 60000000000 0 unsigned [0-9a-f]{32}"),
        heard.get(0));
    assertEquals(1, heard.size());
  }

  @Test
  void challengesAreNeverTheSame() {
    listen(line -> "BYE no\n");
    node.pass(100 * SECOND);
    List<String> hellos = heard.stream().filter(line -> line.startsWith("HELLO")).toList();
    assertTrue(hellos.size() > 5);
    assertEquals(hellos.size(), hellos.stream().distinct().count());
  }

  @Test
  void provenNeighbourIsTakenAndIsGivenTheProof() {
    listen(line -> greeting(line, SECRET, "herd"));
    node.pass(SECOND / 20);
    assertTrue(heard.get(1).matches("PROOF [0-9a-f]{64}"), heard.get(1));
    assertEquals("HAVE 0", heard.get(2));
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void nothingIsProvenToAServerThatDoesNotKnowTheSecret() {
    listen(line -> greeting(line, OTHER_SECRET, "herd"));
    assertGivenUp("proof not accepted");
  }

  @Test
  void greetingWithoutProofIsRefused() {
    listen(line -> greeting(line, SECRET, "herd").replaceAll(" \\S+\n$", "\n"));
    assertGivenUp("greeting without proof");
  }

  @Test
  void serverOfAnotherHerdIsRefused() {
    listen(line -> greeting(line, SECRET, "flock"));
    assertGivenUp("another herd");
  }

  @Test
  void proofWithoutGreetingIsRefused() {
    listen(line -> "PROOF c0ffee\n");
    assertGivenUp("proof not expected");
  }

  @Test
  void serverThatAnswersNothingIsGivenUpAfterTenSeconds() {
    listen(line -> "");
    node.pass(9 * SECOND);
    assertEquals(1, heard.size());
    node.pass(2 * SECOND);
    assertEquals("BYE no handshake in time", heard.get(1));
  }

  /** What Jaquez, as the one who dials, says to the answer to its greeting. */
  private static String proof(String greeting, String answer) {
    Handshake handshake =
        new Handshake(
            ServerId.of("Jaquez"),
            ServerId.of("Clark"),
            greeting + "\n" + hello(answer.strip()).text());
    return "PROOF " + SECRET.prove(handshake, Side.DIALER) + "\nHAVE 0\n";
  }

  @Test
  void attemptThatHangsKeepsTheNeighbourAwayForTwoSecondsOnly() {
    listen(line -> "");
    String greeting = "HELLO herd/1-1 herd Jaquez Clark 1a 60000000000 0 unsigned c0ffee";
    node.pass(SECOND);
    ScriptedClient early = node.client().write(greeting + "\n");
    assertEquals("BYE duplicate, this server is dialling\n", early.answer());
    node.pass(2 * SECOND);
    ScriptedClient late = node.client().write(greeting + "\n");
    late.write(proof(greeting, late.answer()));
    assertEquals(1, node.core.stats().peersUp());
    assertEquals("HAVE 0\n", late.answer());
    node.pass(SECOND);
    assertEquals(1, closed);
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void refusedServerDialsAgainWithPausesUpToTenSeconds() {
    listen(line -> "BYE not now\n");
    node.pass(200 * SECOND);
    long last = 0;
    for (int i = 1; i < dialedAt.size(); i++) {
      last = dialedAt.get(i) - dialedAt.get(i - 1);
      assertTrue(last >= SECOND / 20, "pause of " + last + " ns");
      assertTrue(last <= 10 * SECOND + SECOND / 10, "pause of " + last + " ns");
    }
    assertTrue(last >= 5 * SECOND, "last pause of " + last + " ns");
    assertTrue(dialedAt.size() > 200 / 10 && dialedAt.size() < 60, dialedAt.size() + " dials");
  }

  @Test
  void serverThatIsNotThereIsDialedUntilItIs() {
    node.pass(60 * SECOND);
    assertEquals(0, node.core.stats().connections());
    listen(line -> greeting(line, SECRET, "herd"));
    node.pass(11 * SECOND);
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void byeEndsTheLinkAndItIsDialedAgain() {
    listen(
        line ->
            line.startsWith("HELLO")
                ? greeting(line, SECRET, "herd")
                : line.startsWith("HAVE") ? "BYE stopping\n" : "");
    node.pass(SECOND);
    assertTrue(node.count(Count.LINKS_UP) >= 2);
    assertTrue(node.count(Count.LINKS_DOWN) >= 2);
    assertFalse(heard.stream().anyMatch(line -> line.startsWith("BYE")));
  }

  @Test
  void recordsAreSentOnceTheNeighbourHasSaidWhatItHolds() {
    node.client().write("IAMAT kiwi +1-1 5\nIAMAT plum +1-1 5\n");
    listen(
        line ->
            line.startsWith("HELLO")
                ? greeting(line, SECRET, "herd")
                : line.startsWith("HAVE") ? "HAVE 1 Clark/c1a:1\nHAVE 0\n" : "");
    node.pass(SECOND / 5);
    assertEquals("HAVE 0 Clark/c1a:2", heard.get(2));
    assertEquals("AT Clark +1767225595.000000000 plum +1-1 5 c1a 2", heard.get(3));
    assertEquals("HEADS Clark/c1a:2", heard.get(4));
    assertEquals(5, heard.size());
  }

  @Test
  void nothingIsSentBeforeTheLastLineOfWhatTheNeighbourHolds() {
    node.client().write("IAMAT kiwi +1-1 5\n");
    listen(
        line ->
            line.startsWith("HELLO")
                ? greeting(line, SECRET, "herd")
                : line.startsWith("HAVE") ? "HAVE 1\n" : "");
    node.pass(SECOND / 5);
    assertEquals(3, heard.size());
  }
}
