package io.herd.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.CertificatePrincipal;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the engines trust, what they show and what they speak. */
final class TlsFilesTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestCertificates STRANGE = TestCertificates.authority();
  private static final SocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  @TempDir Path directory;

  private final TestEngines trusting = TestEngines.of(AUTHORITY, AUTHORITY.identity("Bona"));

  @BeforeEach
  void writeFiles() throws IOException {
    AUTHORITY.identity("Clark").write(directory, "clark");
    AUTHORITY.write(directory.resolve("ca.pem"));
  }

  private TlsFiles.Builder clark() {
    return TlsFiles.builder()
        .certificate(directory.resolve("clark.pem"), directory.resolve("clark.key"))
        .trust(directory.resolve("ca.pem"));
  }

  private static Set<String> names(TlsFiles tls, SSLEngine engine) {
    CertificatePrincipal other = (CertificatePrincipal) tls.principal(engine.getSession());
    return other.names();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothSidesKnowEachOtherByName(String protocol) throws Exception {
    TlsFiles tls = clark().clients(ClientCertificates.NEEDED).protocols(protocol).open();
    SSLEngine server = tls.accepting();
    TlsHandshakes.shake(trusting.dialing(ANY), server);
    assertEquals(Set.of("Bona", "localhost"), names(tls, server));
    assertEquals(protocol, server.getSession().getProtocol());
    SSLEngine client = tls.dialing(ANY);
    TlsHandshakes.shake(client, trusting.clientsShowCertificates().accepting());
    assertEquals(Set.of("Bona", "localhost"), names(tls, client));
  }

  @Test
  void clientWithoutACertificateIsTakenUnlessOneIsNeeded() throws Exception {
    TestEngines nameless = TestEngines.of(AUTHORITY, null);
    for (ClientCertificates asked : List.of(ClientCertificates.NONE, ClientCertificates.WANTED)) {
      TlsFiles tls = clark().clients(asked).open();
      SSLEngine server = tls.accepting();
      TlsHandshakes.shake(nameless.dialing(ANY), server);
      assertNull(tls.principal(server.getSession()));
    }
    SSLEngine server = clark().clients(ClientCertificates.NEEDED).open().accepting();
    assertThrows(SSLException.class, () -> TlsHandshakes.shake(nameless.dialing(ANY), server));
  }

  @Test
  void clientThatIsNotAskedShowsNothing() throws Exception {
    TlsFiles tls = clark().open();
    SSLEngine server = tls.accepting();
    TlsHandshakes.shake(trusting.dialing(ANY), server);
    assertNull(tls.principal(server.getSession()));
  }

  @Test
  void clientOfAStrangeAuthorityIsRefused() throws Exception {
    TestEngines strange = TestEngines.of(AUTHORITY, STRANGE.identity("Bona"));
    for (ClientCertificates asked : List.of(ClientCertificates.NEEDED, ClientCertificates.WANTED)) {
      SSLEngine server = clark().clients(asked).open().accepting();
      assertThrows(SSLException.class, () -> TlsHandshakes.shake(strange.dialing(ANY), server));
    }
  }

  @Test
  void certificateOutOfItsTimeIsRefused() throws Exception {
    for (TestIdentity identity :
        List.of(
            AUTHORITY.issue("Bona").expired().identity(),
            AUTHORITY.issue("Bona").notYetValid().identity())) {
      TestEngines other = TestEngines.of(AUTHORITY, identity);
      TlsFiles tls = clark().clients(ClientCertificates.NEEDED).open();
      assertThrows(
          SSLException.class, () -> TlsHandshakes.shake(other.dialing(ANY), tls.accepting()));
      assertThrows(
          SSLException.class, () -> TlsHandshakes.shake(tls.dialing(ANY), other.accepting()));
    }
  }

  @Test
  void serverOfAStrangeAuthorityIsRefused() throws Exception {
    TestEngines strange = TestEngines.of(AUTHORITY, STRANGE.identity("Bona"));
    TlsFiles tls = clark().open();
    assertThrows(
        SSLException.class, () -> TlsHandshakes.shake(tls.dialing(ANY), strange.accepting()));
  }

  @Test
  void certificateForClientsIsNoServers() throws Exception {
    TestEngines client = TestEngines.of(AUTHORITY, AUTHORITY.issue("Bona").client().identity());
    TlsFiles tls = clark().open();
    assertThrows(
        SSLException.class, () -> TlsHandshakes.shake(tls.dialing(ANY), client.accepting()));
  }

  @Test
  void intermediateAuthoritysCertificateIsShown() throws Exception {
    AUTHORITY.intermediate().identity("Clark").write(directory, "clark");
    TlsHandshakes.shake(trusting.dialing(ANY), clark().open().accepting());
  }

  @Test
  void oldProtocolsAreNotSpoken() throws Exception {
    TlsFiles tls = clark().open();
    for (SSLEngine engine : List.of(tls.accepting(), tls.dialing(ANY))) {
      assertEquals(Set.of("TLSv1.2", "TLSv1.3"), Set.of(engine.getEnabledProtocols()));
      assertTrue(engine.getSSLParameters().getUseCipherSuitesOrder());
    }
    assertThrows(IllegalArgumentException.class, () -> clark().protocols("TLSv1.1"));
    assertThrows(IllegalArgumentException.class, () -> clark().protocols());
    assertEquals(
        List.of("TLSv1.3"),
        List.of(clark().protocols("TLSv1.3").open().accepting().getEnabledProtocols()));
  }

  @Test
  void withoutACertificateNothingIsAcceptedAndWithoutTrustNobodyDialed() throws Exception {
    TlsFiles trustOnly = TlsFiles.builder().trust(directory.resolve("ca.pem")).open();
    assertThrows(IllegalStateException.class, trustOnly::accepting);
    assertNull(trustOnly.expiry());
    TlsHandshakes.shake(trustOnly.dialing(ANY), trusting.accepting());
    TlsFiles certificateOnly =
        TlsFiles.builder()
            .certificate(directory.resolve("clark.pem"), directory.resolve("clark.key"))
            .open();
    assertThrows(IllegalStateException.class, () -> certificateOnly.dialing(ANY));
    TlsHandshakes.shake(trusting.dialing(ANY), certificateOnly.accepting());
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThrows(IllegalStateException.class, () -> TlsFiles.builder().open());
    assertThrows(
        IllegalStateException.class,
        () ->
            TlsFiles.builder()
                .certificate(directory.resolve("clark.pem"), directory.resolve("clark.key"))
                .clients(ClientCertificates.WANTED)
                .open());
  }

  @Test
  void expiryIsThatOfTheFirstCertificateToEnd() throws Exception {
    TestIdentity clark = AUTHORITY.intermediate().identity("Clark");
    clark.write(directory, "clark");
    assertEquals(clark.certificate().getNotAfter().toInstant(), clark().open().expiry());
    Instant soon = Instant.now().plusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
    AUTHORITY.issue("Clark").valid(Instant.EPOCH, soon).identity().write(directory, "clark");
    assertEquals(soon, clark().open().expiry());
  }
}
