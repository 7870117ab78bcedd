package io.herd.testkit.tls;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A certificate that a {@link TestCertificates} is to make: for a server unless it is said
 * otherwise, which may also be shown by whoever connects, as servers of a herd do. Immutable.
 */
public final class TestRequest {

  private static final Duration DAY = Duration.ofDays(1);

  private final TestCertificates authority;
  private final X500Name subject;
  private final List<String> dnsNames;
  private final TestKeys kind;
  private final boolean client;
  private final Instant notBefore;
  private final Instant notAfter;

  private TestRequest(
      TestCertificates authority,
      X500Name subject,
      List<String> dnsNames,
      TestKeys kind,
      boolean client,
      Instant notBefore,
      Instant notAfter) {
    this.authority = authority;
    this.subject = subject;
    this.dnsNames = List.copyOf(dnsNames);
    this.kind = kind;
    this.client = client;
    this.notBefore = notBefore;
    this.notAfter = notAfter;
  }

  TestRequest(TestCertificates authority, String name, Instant notBefore, Instant notAfter) {
    this(
        authority,
        new X500NameBuilder().addRDN(BCStyle.O, "Herd").addRDN(BCStyle.CN, name).build(),
        List.of(name, "localhost"),
        TestKeys.EC,
        false,
        notBefore,
        notAfter);
  }

  /** With a key of this kind. */
  public TestRequest keys(TestKeys other) {
    return new TestRequest(authority, subject, dnsNames, other, client, notBefore, notAfter);
  }

  /** With these names of hosts, instead of its own name and localhost. */
  public TestRequest dnsNames(String... names) {
    return new TestRequest(authority, subject, List.of(names), kind, client, notBefore, notAfter);
  }

  /** With this subject, written as in RFC 2253: {@code CN=kiwi,O=Herd}. */
  public TestRequest subject(String name) {
    return new TestRequest(
        authority,
        X500Name.getInstance(new X500Principal(name).getEncoded()),
        dnsNames,
        kind,
        client,
        notBefore,
        notAfter);
  }

  /** For a client only: no server may show it, and it names no host. */
  public TestRequest client() {
    return new TestRequest(authority, subject, List.of(), kind, true, notBefore, notAfter);
  }

  /** Valid for this time only. */
  public TestRequest valid(Instant from, Instant until) {
    return new TestRequest(authority, subject, dnsNames, kind, client, from, until);
  }

  /** Out of its time since a day. */
  public TestRequest expired() {
    return valid(notBefore, Instant.now().minus(DAY));
  }

  /** Valid from tomorrow on. */
  public TestRequest notYetValid() {
    return valid(Instant.now().plus(DAY), notAfter);
  }

  /** The certificate and its key. */
  public TestIdentity identity() {
    return authority.sign(this);
  }

  X500Name subject() {
    return subject;
  }

  TestKeys kind() {
    return kind;
  }

  Instant notBefore() {
    return notBefore;
  }

  Instant notAfter() {
    return notAfter;
  }

  void extend(X509v3CertificateBuilder builder) throws CertIOException {
    KeyPurposeId[] purposes =
        client
            ? new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}
            : new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    List<GeneralName> names = new ArrayList<>();
    dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    if (!client) {
      String loopback = InetAddress.getLoopbackAddress().getHostAddress();
      names.add(new GeneralName(GeneralName.iPAddress, loopback));
    }
    if (!names.isEmpty()) {
      GeneralNames all = new GeneralNames(names.toArray(new GeneralName[0]));
      builder.addExtension(Extension.subjectAlternativeName, false, all);
    }
  }
}
