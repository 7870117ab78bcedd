package io.herd.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that makes certificates for tests at run time, so that none lies in the repository
 * and runs out there. Each authority has a key of its own and trusts no other:
 *
 * <pre>{@code
 * TestCertificates authority = TestCertificates.authority();
 * TestIdentity clark = authority.identity("Clark");
 * TestIdentity late = authority.issue("Clark").expired().identity();
 * }</pre>
 *
 * Immutable.
 */
public final class TestCertificates {

  private static final Duration LIFE = Duration.ofDays(30);
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final TestKeys kind;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final List<X509Certificate> above;

  private TestCertificates(
      TestKeys kind, KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
    this.kind = kind;
    this.keys = keys;
    this.certificate = certificate;
    this.above = above;
  }

  /** A new authority with a key on the curve P-256. */
  public static TestCertificates authority() {
    return authority(TestKeys.EC);
  }

  /** A new authority with a key of this kind. */
  public static TestCertificates authority(TestKeys kind) {
    KeyPair keys = KeyPairs.next(kind);
    X500Name name = authorityName();
    X509Certificate made = authority(kind, keys, name, name, keys.getPublic());
    return new TestCertificates(kind, keys, made, List.of());
  }

  /** An authority below this one: its identities show its certificate after their own. */
  public TestCertificates intermediate() {
    KeyPair below = KeyPairs.next(kind);
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509Certificate made = authority(kind, keys, issuer, authorityName(), below.getPublic());
    List<X509Certificate> chain = new ArrayList<>(List.of(made));
    chain.addAll(above);
    return new TestCertificates(kind, below, made, List.copyOf(chain));
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's own certificate as PEM. */
  public String pem() {
    return Pem.of(certificate);
  }

  /** Writes the authority's own certificate to this file. */
  public Path write(Path file) throws IOException {
    return Files.writeString(file, pem());
  }

  /** A server of this name, valid now, on a new key on the curve P-256. */
  public TestIdentity identity(String name) {
    return issue(name).identity();
  }

  /** A certificate to be made for this name, with what is different about it. */
  public TestRequest issue(String name) {
    Instant now = now();
    return new TestRequest(this, name, now.minus(LIFE), now.plus(LIFE));
  }

  TestIdentity sign(TestRequest request) {
    KeyPair subject = KeyPairs.next(request.kind());
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate,
              serial(),
              Date.from(request.notBefore()),
              Date.from(request.notAfter()),
              request.subject(),
              subject.getPublic());
      request.extend(builder);
      X509Certificate made = signed(builder, kind, keys);
      return TestIdentity.of(subject.getPrivate(), made, above);
    } catch (CertIOException e) {
      throw new IllegalStateException("an extension cannot be written", e);
    }
  }

  private static X509Certificate authority(
      TestKeys kind, KeyPair signer, X500Name issuer, X500Name subject, PublicKey key) {
    Instant now = now();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              serial(),
              Date.from(now.minus(LIFE)),
              Date.from(now.plus(LIFE)),
              subject,
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return signed(builder, kind, signer);
    } catch (CertIOException e) {
      throw new IllegalStateException("an extension cannot be written", e);
    }
  }

  private static X509Certificate signed(
      X509v3CertificateBuilder builder, TestKeys kind, KeyPair keys) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder(kind.signature()).build(keys.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be signed", e);
    }
  }

  private static BigInteger serial() {
    return BigInteger.valueOf(SERIALS.getAndIncrement());
  }

  private static X500Name authorityName() {
    String name = "Authority " + SERIALS.get();
    return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
