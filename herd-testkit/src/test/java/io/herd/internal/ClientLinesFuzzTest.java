package io.herd.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletableFuture;

/**
 * What a client writes, in pieces whose length the first byte says, and the answers of a whole node
 * compared with those that the rules of the protocol, read literally, give: every line answered
 * once, in order, and nothing else.
 */
final class ClientLinesFuzzTest {

  static final int LINE_BYTES = 200;

  @FuzzTest(maxDuration = "1m")
  void everyLineIsAnsweredOnceAsTheRulesSay(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int piece = 1 + (input[0] & 0xff);
    String text = new String(input, 1, input.length - 1, ISO_8859_1);
    LoneNode node =
        LoneNode.withLimits(
            limits -> limits.lineBytes(LINE_BYTES),
            query -> CompletableFuture.completedFuture(places(query).getBytes(UTF_8)));
    ScriptedClient client = node.client();
    for (int at = 0; at < text.length(); at += piece) {
      client.write(text.substring(at, Math.min(text.length(), at + piece)));
    }
    client.end();
    if (isGreeting(text)) {
      assertTrue(client.received().startsWith("BYE "), client.received());
    } else {
      assertEquals(new ExpectedAnswers(LINE_BYTES).to(text), client.received());
    }
    assertTrue(client.isClosed(), "the server closes behind the last answer");
    assertEquals(0, client.unread());
    assertTrue(node.core.store().bytes() <= 1 << 16, "memory for no more than was sent");
  }

  static String places(PlacesQuery query) {
    return "radius " + query.radiusMetres() + "\n\nresults " + query.resultsMax() + "\n";
  }

  /** A server's greeting is not a client's line. */
  private static boolean isGreeting(String text) {
    int end = text.indexOf('\n');
    byte[] first = (end < 0 ? text : text.substring(0, end)).getBytes(ISO_8859_1);
    return first.length <= LINE_BYTES && PeerLines.isHello(first, 0, first.length);
  }
}
