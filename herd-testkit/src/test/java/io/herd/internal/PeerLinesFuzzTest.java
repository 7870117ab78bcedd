package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.protocol.AtParser;
import io.herd.protocol.ServerId;
import java.util.HashSet;
import java.util.Set;

/**
 * What a neighbour says after the handshake, in pieces whose length the first byte says. Whatever
 * it is, the node goes on, passes on valid records only, claims nothing of its own that it has not
 * accepted, and changes nothing when it is all said again.
 */
final class PeerLinesFuzzTest {

  private final AtParser parser = new AtParser();

  @FuzzTest(maxDuration = "1m")
  void whateverANeighbourSaysTheNodeGoesOn(byte[] input) {
    if (input.length == 0) {
      return;
    }
    LoneNode node = node();
    ScriptedClient jaquez = node.peer("Jaquez");
    say(node, input);
    Set<String> contents = new HashSet<>(node.contents());
    say(node, input);
    assertEquals(contents, new HashSet<>(node.contents()), "said again, it changes nothing");

    assertEquals(0, node.core.replica().heads().get(Origins.SELF));
    jaquez.received().lines().forEach(this::assertPassedOn);
    String answer = node.client().write("IAMAT plum +1-1 1767225600\n").received();
    assertTrue(answer.matches("AT Clark \\S+ plum \\S+ 1767225600\n"), answer);
  }

  private static LoneNode node() {
    return new LoneNode(
        setup -> {
          setup.limits = Limits.builder().lineBytes(1_000).build();
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
        });
  }

  private static void say(LoneNode node, byte[] input) {
    int piece = 1 + (input[0] & 0xff);
    String text = new String(input, 1, input.length - 1, ISO_8859_1);
    ScriptedClient bona = node.peer("Bona");
    for (int at = 0; at < text.length(); at += piece) {
      bona.write(text.substring(at, Math.min(text.length(), at + piece)));
    }
    node.pass(SECOND / 10);
    bona.end();
    node.pass(SECOND / 10);
  }

  /** A line to the other neighbour is one of the protocol, and a record a valid one. */
  private void assertPassedOn(String line) {
    if (!line.startsWith("AT ")) {
      assertTrue(line.matches("(HEADS .+|HAVE .+|CROSSED .+|AUDIT .+|PING|PONG)"), line);
      return;
    }
    byte[] bytes = line.getBytes(ISO_8859_1);
    assertTrue(parser.parse(bytes, 0, bytes.length), line);
  }
}
