package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By whom a node that lacks records is sent them. */
final class CatchUpTest {

  private final LoneNode node =
      new LoneNode(
          setup -> {
            for (String neighbour : List.of("Adams", "Bona", "Jaquez")) {
              setup.neighbours.add(new Neighbour(ServerId.of(neighbour), null));
            }
          });

  private final ScriptedClient bona = peer("Bona", "HAVE 0 Far/fa:3\n");

  /** A connected neighbour that says this. */
  private ScriptedClient peer(String name, String have) {
    ScriptedClient peer = node.client();
    peer.write("HELLO herd/1-1 herd " + name + " Clark b0 60000000000 0 unsigned c0ffee\n");
    peer.write("PROOF -\n" + have);
    return peer;
  }

  private static String record(int sequence) {
    return "AT Far +1.000000000 c%d +1-1 5 fa %d\n".formatted(sequence, sequence);
  }

  /** What was said of what is held. */
  private static String haves(ScriptedClient peer) {
    return peer.answer()
        .lines()
        .filter(line -> line.startsWith("HAVE"))
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  @Test
  void secondNeighbourIsNotAskedWhileTheFirstHasMoreToSend() {
    assertEquals("HAVE 0\n", haves(bona));
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    bona.write(record(1) + record(2));
    assertEquals("HAVE 1\n", haves(jaquez));
  }

  @Test
  void secondNeighbourIsAskedForTheRestWhenTheFirstHasSentWhatItHeld() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    jaquez.answer();
    bona.write(record(1) + record(2) + record(3) + "HEADS Far/fa:3\n");
    assertEquals("HAVE 0 Far/fa:3\n", haves(jaquez));
  }

  @Test
  void allOthersAreAskedTogetherWhenTheFirstHasSentWhatItHeld() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:9\n");
    ScriptedClient adams = peer("Adams", "HAVE 0 Far/fa:9\n");
    jaquez.answer();
    adams.answer();
    bona.write(record(1) + record(2) + record(3) + "HEADS Far/fa:3\n");
    assertEquals("HAVE 0 Far/fa:3\n", haves(jaquez));
    assertEquals("HAVE 0 Far/fa:3\n", haves(adams));
  }

  @Test
  void headsThatFallShortOfWhatTheFirstHeldAreNotTheEnd() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    jaquez.answer();
    bona.write(record(1) + record(2) + "HEADS Far/fa:2\n");
    assertEquals("", haves(jaquez));
  }

  @Test
  void neighbourIsAskedAtOnceIfTheFirstHoldsNothingThatIsLacked() {
    bona.write(record(1) + record(2) + record(3) + "HEADS Far/fa:3\n");
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0\n");
    assertEquals("HAVE 0 Far/fa:3\n", haves(jaquez));
    ScriptedClient adams = peer("Adams", "HAVE 0\n");
    assertEquals("HAVE 0 Far/fa:3\n", haves(adams));
  }

  @Test
  void nextNeighbourIsAskedWhenTheFirstIsGone() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    ScriptedClient adams = peer("Adams", "HAVE 0 Far/fa:3\n");
    jaquez.answer();
    adams.answer();
    bona.end();
    assertEquals("HAVE 0\n", haves(jaquez));
    assertEquals("", haves(adams), "one at a time");
    jaquez.end();
    assertEquals("HAVE 0\n", haves(adams));
  }

  @Test
  void neighbourThatIsGoneWhileItWaitsIsNotAsked() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    ScriptedClient adams = peer("Adams", "HAVE 0 Far/fa:3\n");
    adams.answer();
    jaquez.end();
    bona.end();
    assertEquals("HAVE 0\n", haves(adams));
  }

  @Test
  void silentNeighbourIsNotWaitedFor() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:3\n");
    jaquez.answer();
    node.pass(CatchUp.SILENCE_NANOS - SECOND / 10);
    assertEquals("", haves(jaquez));
    node.pass(SECOND / 5);
    assertEquals("HAVE 0\n", haves(jaquez));
  }

  @Test
  void slowNeighbourIsWaitedForOnlySoLong() {
    ScriptedClient jaquez = peer("Jaquez", "HAVE 0 Far/fa:99\n");
    jaquez.answer();
    for (int i = 1; i < 2 * CatchUp.CHECKS_MAX; i++) {
      bona.write(record(i));
      node.pass(CatchUp.SILENCE_NANOS / 2);
      jaquez.write("PONG\n");
    }
    assertEquals("", haves(jaquez));
    node.pass(CatchUp.SILENCE_NANOS / 2);
    assertEquals("HAVE 0\n", haves(jaquez));
  }
}
