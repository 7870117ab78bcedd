package io.herd.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Certificates and keys in PKCS#12 files. Immutable. */
final class KeyStoreFiles {

  private KeyStoreFiles() {}

  /** The trusted certificates of a file; those that come with a key do not count. */
  record Trusted(Path file, Supplier<char[]> password) implements Part<List<X509Certificate>> {
    @Override
    public List<Path> files() {
      return List.of(file);
    }

    @Override
    public List<X509Certificate> read(List<byte[]> contents) throws UnusableFileException {
      char[] secret = password.get();
      try {
        KeyStore store = open(file, contents.get(0), secret);
        List<X509Certificate> trusted = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
          if (store.isCertificateEntry(alias)
              && store.getCertificate(alias) instanceof X509Certificate certificate) {
            trusted.add(certificate);
          }
        }
        if (trusted.isEmpty()) {
          throw new UnusableFileException(
              file
                  + ": holds no certificate that is marked as trusted, as keytool -importcert does;"
                  + " PEM needs no mark");
        }
        return trusted;
      } catch (GeneralSecurityException e) {
        throw new UnusableFileException(file + ": cannot be read", e);
      } finally {
        Arrays.fill(secret, '\0');
      }
    }
  }

  /** The one key of a file with its chain. */
  record Own(Path file, Supplier<char[]> password) implements Part<OwnCertificate> {
    @Override
    public List<Path> files() {
      return List.of(file);
    }

    @Override
    public OwnCertificate read(List<byte[]> contents) throws UnusableFileException {
      char[] secret = password.get();
      try {
        KeyStore store = open(file, contents.get(0), secret);
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
          if (store.isKeyEntry(alias)) {
            keys.add(alias);
          }
        }
        if (keys.size() != 1) {
          throw new UnusableFileException(
              file + ": holds " + keys.size() + " private keys, must hold 1");
        }
        List<X509Certificate> chain = new ArrayList<>();
        Certificate[] certificates = store.getCertificateChain(keys.get(0));
        for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
          chain.add((X509Certificate) certificate);
        }
        if (!(store.getKey(keys.get(0), secret) instanceof PrivateKey key) || chain.isEmpty()) {
          throw new UnusableFileException(file + ": holds no private key with its certificate");
        }
        return new OwnCertificate(key, chain);
      } catch (GeneralSecurityException e) {
        throw new UnusableFileException(file + ": the key cannot be read", e);
      } finally {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private static KeyStore open(Path file, byte[] bytes, char[] password)
      throws UnusableFileException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), password);
      return store;
    } catch (IOException e) {
      throw new UnusableFileException(
          file + ": is no PKCS#12 file, or the password does not open it", e);
    }
  }
}
