package io.herd.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads private keys in the forms in which OpenSSL writes them: PKCS#8 plain or encrypted, and the
 * older ones of RSA (PKCS#1) and of curves (SEC 1). Which algorithm it is, the certificate tells.
 * Immutable.
 */
final class PrivateKeys {

  private static final byte SEQUENCE = 0x30;
  private static final byte OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PrivateKeys() {}

  static boolean isKey(Pem part) {
    return part.label().endsWith("PRIVATE KEY");
  }

  /** The key in this part, for the owner of this public key. */
  static PrivateKey read(Path file, Pem part, PublicKey owner, Supplier<char[]> password)
      throws UnusableFileException {
    PKCS8EncodedKeySpec spec =
        switch (part.label()) {
          case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(part.der());
          case "ENCRYPTED PRIVATE KEY" -> decrypt(file, part.der(), password);
          case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> wrap(part.der(), owner);
          default ->
              throw new UnusableFileException(file + ": unknown kind of key: " + part.label());
        };
    String algorithm = owner.getAlgorithm();
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      throw new UnusableFileException(
          file + ": the key is broken, or no " + algorithm + " key as the certificate's is");
    }
  }

  private static PKCS8EncodedKeySpec decrypt(Path file, byte[] der, Supplier<char[]> password)
      throws UnusableFileException {
    char[] secret = password.get();
    if (secret.length == 0) {
      throw new UnusableFileException(file + ": the key is encrypted, and no password was given");
    }
    PBEKeySpec spec = new PBEKeySpec(secret);
    Arrays.fill(secret, '\0');
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      String algorithm = algorithm(info);
      Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (InvalidKeySpecException e) {
      throw new UnusableFileException(file + ": the password does not open the key");
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableFileException(
          file + ": the key is encrypted in a way that this Java runtime does not know", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Of the scheme PBES2 only the parameters tell which algorithm it is. */
  private static String algorithm(EncryptedPrivateKeyInfo info) {
    String name = info.getAlgName();
    AlgorithmParameters parameters = info.getAlgParameters();
    boolean isScheme = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
    return isScheme && parameters != null ? parameters.toString() : name;
  }

  /**
   * Wraps an older form into PKCS#8: a version, the algorithm, the older form. A public key is
   * written as the same algorithm and the key, so the certificate has the bytes for it.
   */
  private static PKCS8EncodedKeySpec wrap(byte[] key, PublicKey owner) {
    byte[] publicKey = owner.getEncoded();
    int start = headerBytes(publicKey, 0);
    int end = start + headerBytes(publicKey, start) + contentBytes(publicKey, start);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.write(publicKey, start, end - start);
    content.writeBytes(tagged(OCTET_STRING, key));
    return new PKCS8EncodedKeySpec(tagged(SEQUENCE, content.toByteArray()));
  }

  private static byte[] tagged(byte tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int digits = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
      out.write(0x80 + digits);
      for (int i = digits - 1; i >= 0; i--) {
        out.write(content.length >> 8 * i);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int headerBytes(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return length < 0x80 ? 2 : 2 + length - 0x80;
  }

  private static int contentBytes(byte[] der, int at) {
    int digits = headerBytes(der, at) - 2;
    int length = digits == 0 ? der[at + 1] : 0;
    for (int i = 0; i < digits; i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }
}
