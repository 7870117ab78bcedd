package io.herd.testkit.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.CertificatePrincipal;
import java.io.ByteArrayInputStream;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TestCertificatesTest {

  private final TestCertificates authority = TestCertificates.authority();

  private static Set<String> names(TestRequest request) {
    return CertificatePrincipal.of(request.identity().certificate()).names();
  }

  @ParameterizedTest
  @EnumSource
  void identityIsSignedByItsAuthorityAlone(TestKeys kind) throws Exception {
    TestCertificates one = TestCertificates.authority(kind);
    TestCertificates other = TestCertificates.authority(kind);
    X509Certificate certificate = one.issue("Clark").keys(kind).identity().certificate();
    certificate.checkValidity();
    certificate.verify(one.certificate().getPublicKey());
    assertThrows(
        SignatureException.class, () -> certificate.verify(other.certificate().getPublicKey()));
    assertEquals(kind.name(), certificate.getPublicKey().getAlgorithm());
  }

  @ParameterizedTest
  @EnumSource
  void twoIdentitiesHaveDifferentKeys(TestKeys kind) {
    assertNotEquals(
        authority.issue("Clark").keys(kind).identity().key(),
        authority.issue("Clark").keys(kind).identity().key());
  }

  @Test
  void certificateOutOfItsTimeIsExpiredOrNotYetValid() {
    assertThrows(
        CertificateExpiredException.class,
        () -> authority.issue("Clark").expired().identity().certificate().checkValidity());
    assertThrows(
        CertificateNotYetValidException.class,
        () -> authority.issue("Clark").notYetValid().identity().certificate().checkValidity());
  }

  @Test
  void identityOfAnIntermediateAuthorityShowsTheWayToTheTop() throws Exception {
    List<X509Certificate> chain = authority.intermediate().identity("Clark").chain();
    assertEquals(2, chain.size());
    chain.get(0).verify(chain.get(1).getPublicKey());
    chain.get(1).verify(authority.certificate().getPublicKey());
  }

  @Test
  void namesAreDnsNamesAndThenTheCommonName() {
    assertEquals(Set.of("Clark", "localhost"), names(authority.issue("Clark")));
    assertEquals(
        List.of("b.example", "a.example", "Clark"),
        List.copyOf(names(authority.issue("Clark").dnsNames("b.example", "a.example"))));
    assertEquals(Set.of("kiwi"), names(authority.issue("kiwi").client()));
    assertEquals(
        "CN=Clark,O=Herd",
        CertificatePrincipal.of(authority.identity("Clark").certificate()).getName());
  }

  @Test
  void whatLooksLikeACommonNameInAnotherAttributeIsNone() {
    assertEquals(
        Set.of("kiwi"),
        names(authority.issue("x").dnsNames().subject("O=a\\,CN=Clark,OU=CN\\=Clark,CN=kiwi")));
    assertEquals(
        Set.of("kiwi,CN=Clark"),
        names(authority.issue("x").dnsNames().subject("CN=kiwi\\,CN=Clark")));
  }

  @Test
  void everyCommonNameCounts() {
    assertEquals(
        List.of("B", "Cläre"),
        List.copyOf(names(authority.issue("x").dnsNames().subject("CN=Cläre+OU=x,O=y,CN=B"))));
    String longName = "n".repeat(300);
    assertEquals(
        Set.of(longName), names(authority.issue("x").dnsNames().subject("CN=" + longName)));
    assertEquals(Set.of(), names(authority.issue("x").dnsNames().subject("O=Clark")));
  }

  @Test
  void keysAndCertificatesCanBeReadBack() throws Exception {
    TestIdentity clark = authority.intermediate().identity("Clark");
    var read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(clark.chainPem().getBytes(US_ASCII)));
    assertEquals(clark.chain(), List.copyOf(read));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(clark.pkcs12("secret")), "secret".toCharArray());
    assertEquals(clark.key(), store.getKey("own", "secret".toCharArray()));
    String encrypted = clark.keyPem("secret").replaceAll("-----[A-Z ]+-----|\n", "");
    new EncryptedPrivateKeyInfo(Base64.getDecoder().decode(encrypted));
    assertFalse(clark.toString().contains("key"));
  }

  @Test
  void enginesShowWhatTheyWereGivenLast() {
    TestEngines engines = TestEngines.of(authority, authority.identity("Clark"));
    SSLEngine engine = engines.protocols("TLSv1.2").clientsShowCertificates().accepting();
    assertTrue(engine.getNeedClientAuth());
    assertEquals(List.of("TLSv1.2"), List.of(engine.getEnabledProtocols()));
    assertTrue(engines.dialing(null).getUseClientMode());
    assertNull(engines.principal(engine.getSession()));
    TestIdentity past = authority.issue("Clark").valid(Instant.EPOCH, Instant.EPOCH).identity();
    engines.show(past);
    assertEquals(Instant.EPOCH, engines.expiry());
    engines.fail();
    assertThrows(IllegalStateException.class, engines::accepting);
    assertNull(engines.expiry());
  }
}
