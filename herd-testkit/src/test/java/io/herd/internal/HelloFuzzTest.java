package io.herd.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.auth.SharedSecret;
import io.herd.internal.PeerLines.Hello;
import io.herd.protocol.ServerId;
import java.util.List;

/** What somebody says who would like to be a neighbour and does not know the secret. */
final class HelloFuzzTest {

  private static final SharedSecret SECRET =
      SharedSecret.of("the herd's own secret".getBytes(US_ASCII));

  @FuzzTest(maxDuration = "1m")
  void nobodyBecomesANeighbourWithoutTheSecret(byte[] input) {
    String text = new String(input, ISO_8859_1);
    text.lines().forEach(line -> assertReadBack(line.getBytes(ISO_8859_1)));
    LoneNode node =
        new LoneNode(
            setup -> {
              setup.authenticator = SECRET;
              setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
            });
    ScriptedClient stranger = node.client().write(text).end();
    node.pass(20 * LoneNode.SECOND);
    assertTrue(stranger.isClosed());
    assertEquals(0, node.core.stats().peersUp());
    assertEquals(0, node.count(Count.RECORDS_RECEIVED));
    assertEquals(0, node.core.replica().heads().get(Origins.SELF + 1));
  }

  /** Of what is taken for a greeting all that the proofs are over is kept. */
  private static void assertReadBack(byte[] line) {
    Hello hello = Hello.parse(PeerLines.fields(line, 0, line.length));
    if (hello == null) {
      return;
    }
    Hello again = Hello.parse(List.of(hello.text().split(" ", -1)));
    assertNotNull(again, hello.text());
    assertEquals(hello.text(), again.text());
    assertEquals(hello.incarnation(), again.incarnation());
    assertEquals(hello.maxFutureNanos(), again.maxFutureNanos());
  }
}
