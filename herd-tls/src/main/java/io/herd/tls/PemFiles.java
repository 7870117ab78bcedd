package io.herd.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Certificates and keys in PEM files. Immutable. */
final class PemFiles {

  private PemFiles() {}

  /** The certificates of a file, all of them trusted. */
  record Trusted(Path file) implements Part<List<X509Certificate>> {
    @Override
    public List<Path> files() {
      return List.of(file);
    }

    @Override
    public List<X509Certificate> read(List<byte[]> contents) throws UnusableFileException {
      return certificates(file, contents.get(0));
    }
  }

  /** A chain in one file and its key in another, or in the same one. */
  record Own(Path chain, Path key, Supplier<char[]> password) implements Part<OwnCertificate> {
    @Override
    public List<Path> files() {
      return List.of(chain, key);
    }

    @Override
    public OwnCertificate read(List<byte[]> contents) throws UnusableFileException {
      List<X509Certificate> certificates = certificates(chain, contents.get(0));
      Pem part =
          Pem.parse(key, contents.get(1)).stream()
              .filter(PrivateKeys::isKey)
              .findFirst()
              .orElseThrow(() -> new UnusableFileException(key + ": holds no private key"));
      return new OwnCertificate(
          PrivateKeys.read(key, part, certificates.get(0).getPublicKey(), password), certificates);
    }
  }

  private static List<X509Certificate> certificates(Path file, byte[] bytes)
      throws UnusableFileException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem part : Pem.parse(file, bytes)) {
      if (part.label().equals("CERTIFICATE")) {
        certificates.add(certificate(file, part));
      }
    }
    if (certificates.isEmpty()) {
      throw new UnusableFileException(file + ": holds no certificate");
    }
    return certificates;
  }

  private static X509Certificate certificate(Path file, Pem part) throws UnusableFileException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(part.der()));
    } catch (CertificateException e) {
      throw new UnusableFileException(file + ": holds a broken certificate", e);
    }
  }
}
