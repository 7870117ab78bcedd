package io.herd.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The certificates that this side shows, its own first, and the key that belongs to them.
 * Immutable.
 */
record OwnCertificate(PrivateKey key, List<X509Certificate> chain) {

  private static final byte[] PROBE = {'h', 'e', 'r', 'd'};

  OwnCertificate {
    chain = List.copyOf(chain);
  }

  /** When the first of the certificates ends. */
  Instant expiry() {
    return Collections.min(chain, Comparator.comparing(X509Certificate::getNotAfter))
        .getNotAfter()
        .toInstant();
  }

  private Instant start() {
    return Collections.max(chain, Comparator.comparing(X509Certificate::getNotBefore))
        .getNotBefore()
        .toInstant();
  }

  /** Refuses what no other side would take: a key of something else, or a time not now. */
  void check(Path file, Instant now) throws UnusableFileException {
    if (!belongs()) {
      throw new UnusableFileException(file + ": the certificate is of another key");
    }
    if (now.isAfter(expiry())) {
      throw new UnusableFileException(file + ": the certificate has expired on " + expiry());
    }
    if (now.isBefore(start())) {
      throw new UnusableFileException(
          file + ": the certificate is not valid before " + start(), start());
    }
  }

  /** Signs with the one and checks with the other. */
  private boolean belongs() {
    PublicKey owner = chain.get(0).getPublicKey();
    String algorithm =
        switch (owner.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> owner.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(owner);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // not even of the same kind
    }
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "OwnCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
