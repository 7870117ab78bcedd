package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks an exchange over all the ways in which what a client writes may be cut up. */
final class Fragments {

  private Fragments() {}

  /** The whole, single bytes, and two pieces for every place between two bytes. */
  static List<List<String>> of(String text) {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of(text));
    all.add(List.of(text.split("")));
    for (int i = 1; i < text.length(); i++) {
      all.add(List.of(text.substring(0, i), text.substring(i)));
    }
    return all;
  }

  /**
   * A client that writes this and half-closes gets these bytes and the end of the stream, however
   * cut up.
   */
  static void assertAnswered(Supplier<LoneNode> nodes, String input, String expected) {
    for (List<String> pieces : of(input)) {
      LoneNode node = nodes.get();
      ScriptedClient client = node.client();
      pieces.forEach(client::write);
      client.end();
      assertEquals(expected, client.received(), () -> "in pieces " + pieces);
      assertTrue(client.isClosed(), () -> "closed, in pieces " + pieces);
    }
  }

  static void assertAnswered(String input, String expected) {
    assertAnswered(LoneNode::new, input, expected);
  }

  /** As {@link #assertAnswered}, but the client keeps its end, and so does the server. */
  static void assertAnsweredAndOpen(String input, String expected) {
    for (List<String> pieces : of(input)) {
      ScriptedClient client = new LoneNode().client();
      pieces.forEach(client::write);
      assertEquals(expected, client.received(), () -> "in pieces " + pieces);
      assertTrue(!client.isClosed() && client.isReadable(), () -> "open, in pieces " + pieces);
    }
  }
}
