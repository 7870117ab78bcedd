package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.auth.TlsName;
import io.herd.protocol.ServerId;
import io.herd.spi.CertificatePrincipal;
import io.herd.spi.TlsEngines;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node makes of the certificates on its links. */
final class SecuredLinkTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final String HELLO =
      "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned x\n";

  private static LoneNode node(TlsEngines tls) {
    return new LoneNode(
        setup -> {
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.peerTls = tls;
          setup.authenticator = new TlsName();
        });
  }

  private final LoneNode node = node(TestEngines.of(AUTHORITY, AUTHORITY.identity("Clark")));

  private ScriptedClient shows(@Nullable Principal certificate) {
    ScriptedClient client = node.client();
    client.shows(certificate);
    return client;
  }

  private static Principal certificate(String name) {
    return new CertificatePrincipal("CN=" + name, Set.of(name));
  }

  @Test
  void neighbourWithItsCertificateBecomesAPeer() {
    ScriptedClient bona = shows(certificate("Bona"));
    bona.write(HELLO);
    assertEquals("HAVE 0\n", bona.write("PROOF -\n").received().replaceFirst("HELLO.*\n", ""));
    assertEquals(1, node.core.stats().peersUp());
  }

  @Test
  void neighbourWithTheCertificateOfAnotherServerIsRefused() {
    ScriptedClient bailey = shows(certificate("Bailey"));
    bailey.write(HELLO).answer();
    assertEquals("BYE proof not accepted\n", bailey.write("PROOF -\n").answer());
    assertEquals(1, node.count(Count.HELLOS_WITHOUT_PROOF));
    assertEquals(0, node.core.stats().peersUp());
  }

  @Test
  void neighbourWithoutACertificateIsRefused() {
    assertEquals(
        "BYE a certificate is required of neighbours\n", shows(null).write(HELLO).received());
    assertEquals(1, node.count(Count.HELLOS_WITHOUT_PROOF));
  }

  @Test
  void clientNeedsNoCertificate() {
    String answer = shows(null).write("IAMAT kiwi +1-1 1767225599\n").received();
    assertTrue(answer.startsWith("AT Clark "), answer);
  }

  @Test
  void handshakeThatFailsIsCounted() {
    ScriptedClient client = node.clientInHandshake();
    client.vanish();
    assertEquals(1, node.count(Count.HANDSHAKES_FAILED));
    assertEquals(0, node.core.stats().connections());
  }

  @Test
  void endOfTheCertificateIsInTheStatsAndFollowsTheFiles() {
    Instant soon = Instant.ofEpochSecond(1_767_225_600L).plusSeconds(3_600);
    TestIdentity ending = AUTHORITY.issue("Clark").valid(soon.minusSeconds(9_999), soon).identity();
    TestEngines engines = TestEngines.of(AUTHORITY, ending);
    LoneNode ends = node(engines);
    assertEquals(Map.of("peers", soon), ends.core.stats().certificates());
    TestIdentity next = AUTHORITY.identity("Clark");
    engines.show(next);
    ends.pass(61 * SECOND);
    Instant later = next.certificate().getNotAfter().toInstant();
    assertEquals(Map.of("peers", later), ends.core.stats().certificates());
    assertEquals(Map.of(), new LoneNode().core.stats().certificates());
    assertEquals(List.of(), ends.contents());
  }
}
