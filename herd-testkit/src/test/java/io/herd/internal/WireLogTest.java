package io.herd.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import io.herd.spi.WireLog;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of lines. */
final class WireLogTest {

  private final HeldPlaces places = new HeldPlaces();
  private final List<String> events = new ArrayList<>();
  private final LoneNode node =
      new LoneNode(
          setup -> {
            setup.wireLog = new Recorder();
            setup.places = places;
            setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          });

  private final class Recorder implements WireLog {
    @Override
    public void onOpen(long connection, SocketAddress remote) {
      events.add(connection + " open " + remote);
    }

    @Override
    public void onClose(long connection) {
      events.add(connection + " close");
    }

    @Override
    public void onPeerUp(long connection, ServerId neighbour) {
      events.add(connection + " up " + neighbour);
    }

    @Override
    public void onPeerDown(long connection, ServerId neighbour, String reason) {
      events.add(connection + " down " + neighbour + " " + reason);
    }

    @Override
    public void onReceived(long connection, byte[] bytes, int offset, int length) {
      events.add(connection + " < " + new String(bytes, offset, length, ISO_8859_1));
    }

    @Override
    public void onSent(long connection, byte[] bytes, int offset, int length) {
      events.add(connection + " > " + new String(bytes, offset, length, ISO_8859_1));
    }

    @Override
    public void onTurnEnd() {
      if (!events.isEmpty() && !events.get(events.size() - 1).equals(".")) {
        events.add(".");
      }
    }
  }

  private void assertEvents(String... expected) {
    assertEquals(List.of(expected), events);
    events.clear();
  }

  @Test
  void connectionsAreNumberedFromOne() {
    ScriptedClient first = node.client();
    node.client();
    first.vanish();
    node.client();
    assertEvents(
        "1 open client1", ".", "2 open client2", ".", "1 close", ".", "3 open client3", ".");
  }

  @Test
  void everyLineAndEveryAnswerIsTold() {
    ScriptedClient client = node.client();
    events.clear();
    client.write("x\nIAMAT a +1-1 1767225600\r\n\nhal").write("f\n");
    assertEvents(
        "1 < x",
        "1 > ? x",
        "1 < IAMAT a +1-1 1767225600\r",
        "1 > AT Clark +0.000000000 a +1-1 1767225600",
        "1 < ",
        "1 > ? ",
        ".",
        "1 < half",
        "1 > ? half",
        ".");
  }

  @Test
  void placesAreToldWhenTheyAreSent() {
    ScriptedClient client = node.client().write("IAMAT a +1-1 1767225600\n");
    events.clear();
    client.write("WHATSAT a 1 1\nx\n");
    assertEvents("1 < WHATSAT a 1 1", "1 < x", ".");
    places.answer(0, "{\n}");
    node.pass(0);
    assertEvents("1 > AT Clark +0.000000000 a +1-1 1767225600\n{\n}\n", "1 > ? x", ".");
  }

  @Test
  void lineTooLongIsToldAsFarAsItWasKept() {
    ScriptedClient client = node.client();
    events.clear();
    client.write("x".repeat(131_080));
    String kept = "x".repeat(131_072);
    assertEvents("1 < " + kept, "1 > ? " + kept, ".", "1 close", ".");
  }

  @Test
  void linkIsToldWithItsLines() {
    ScriptedClient bona = node.client();
    events.clear();
    bona.write("HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee\n");
    String challenge = bona.answer().split(" ")[9];
    bona.write("PROOF -\nHAVE 0\n");
    bona.write("AT Bona +1.000000000 a +1-1 1767225599 b0 1\n");
    bona.write("BYE stopping\n");
    assertEvents(
        "1 < HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee",
        "1 > HELLO herd/1-1 herd Clark Bona c1a 60000000000 0 unsigned " + challenge + " -",
        ".",
        "1 < PROOF -",
        "1 up Bona",
        "1 > HAVE 0",
        "1 < HAVE 0",
        ".",
        "1 < AT Bona +1.000000000 a +1-1 1767225599 b0 1",
        ".",
        "1 < BYE stopping",
        "1 down Bona said bye: stopping",
        ".",
        "1 close",
        ".");
  }

  @Test
  void recordsAreToldAsTheyAreSent() {
    ScriptedClient bona = node.client();
    bona.write("HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee\n");
    bona.write("PROOF -\nHAVE 0\n");
    ScriptedClient client = node.client();
    events.clear();
    client.write("IAMAT a +1-1 1767225600\n");
    assertEvents(
        "2 < IAMAT a +1-1 1767225600",
        "2 > AT Clark +0.000000000 a +1-1 1767225600",
        "1 > AT Clark +0.000000000 a +1-1 1767225600 c1a 1",
        "1 > HEADS Clark/c1a:1",
        ".");
  }
}
