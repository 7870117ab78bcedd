package io.herd.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * A private key with the certificates that are shown for it: its own first, then those of
 * authorities between it and the one to be trusted. Immutable.
 *
 * @param key the private key
 * @param chain the certificates, at least one
 */
public record TestIdentity(PrivateKey key, List<X509Certificate> chain) {

  /** Keeps a copy of the chain. */
  public TestIdentity {
    chain = List.copyOf(chain);
  }

  static TestIdentity of(PrivateKey key, X509Certificate certificate, List<X509Certificate> above) {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    chain.addAll(above);
    return new TestIdentity(key, chain);
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** All certificates, one after the other. */
  public String chainPem() {
    return chain.stream().map(Pem::of).collect(Collectors.joining());
  }

  /** The key as PKCS#8, not encrypted. */
  public String keyPem() {
    return Pem.of("PRIVATE KEY", key.getEncoded());
  }

  /** The key as PKCS#8, encrypted with AES as OpenSSL does it. */
  public String keyPem(String password) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
      byte[] encrypted =
          new PKCS8EncryptedPrivateKeyInfoBuilder(info)
              .build(
                  new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                      .setProvider(new BouncyCastleProvider())
                      .build(password.toCharArray()))
              .getEncoded();
      return Pem.of("ENCRYPTED PRIVATE KEY", encrypted);
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("a key cannot be encrypted", e);
    }
  }

  /** Key and certificates as a PKCS#12 file's bytes. */
  public byte[] pkcs12(String password) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      keyStore(password.toCharArray()).store(bytes, password.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the certificates to {@code <name>.pem} and the key to {@code <name>.key}. */
  public void write(Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name + ".pem"), chainPem());
    Files.writeString(directory.resolve(name + ".key"), keyPem());
  }

  /** Key and certificates in memory, under the alias "own". */
  KeyStore keyStore(char[] password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", key, password, chain.toArray(new Certificate[0]));
    return store;
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "TestIdentity[" + certificate().getSubjectX500Principal() + "]";
  }
}
