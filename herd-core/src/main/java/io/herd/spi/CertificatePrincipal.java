package io.herd.spi;

import java.security.Principal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whoever has proved, by TLS, to own a certificate that is trusted. Immutable.
 *
 * @param subject the certificate's subject as a whole, written as in RFC 2253
 * @param names the certificate's names one by one: its DNS names in their order, then the common
 *     names of the subject; spelt as they are there, so that whoever compares decides on case and
 *     wildcards
 */
public record CertificatePrincipal(String subject, Set<String> names) implements Principal {

  private static final int DNS_NAME = 2;

  /** Keeps a copy of the names, in their order. */
  public CertificatePrincipal {
    names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }

  /** The owner of this certificate. */
  public static CertificatePrincipal of(X509Certificate certificate) {
    X500Principal subject = certificate.getSubjectX500Principal();
    Set<String> names = new LinkedHashSet<>(dnsNames(certificate));
    new CommonNames(subject.getEncoded()).addTo(names);
    return new CertificatePrincipal(subject.getName(X500Principal.RFC2253), names);
  }

  /** The other side of a session, or null if it has shown no certificate that is trusted. */
  public static @Nullable CertificatePrincipal of(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? of(certificate)
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // the session's way to say that there is none
    }
  }

  /** The subject. */
  @Override
  public String getName() {
    return subject;
  }

  /** None if they cannot be read: whoever has no name is taken for nobody. */
  private static List<String> dnsNames(X509Certificate certificate) {
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of();
    }
    if (alternatives == null) {
      return List.of();
    }
    return alternatives.stream()
        .filter(kindAndName -> kindAndName.get(0).equals(DNS_NAME))
        .map(kindAndName -> (String) kindAndName.get(1))
        .toList();
  }
}
