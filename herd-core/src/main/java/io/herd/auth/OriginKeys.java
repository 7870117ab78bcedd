package io.herd.auth;

import io.herd.protocol.ServerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which servers sign what they accept, and check what others have accepted: with them,
 * a server that has fallen into wrong hands can speak for itself only, not for others whose records
 * it passes on. Ed25519 (RFC 8032). Each server has its own private key, and everybody's public
 * keys. Immutable.
 */
public final class OriginKeys {

  private static final String ALGORITHM = "Ed25519";
  private static final String PEM_START = "-----BEGIN PRIVATE KEY-----";
  private static final String PEM_END = "-----END PRIVATE KEY-----";

  private final PrivateKey own;
  private final Map<ServerId, PublicKey> servers;

  private OriginKeys(PrivateKey own, Map<ServerId, PublicKey> servers) {
    this.own = own;
    this.servers = Map.copyOf(servers);
  }

  /**
   * The keys of a server.
   *
   * @param self the server's name
   * @param own its private key
   * @param servers the public keys of all servers of the herd, its own among them, those of former
   *     servers too as long as records of theirs are about
   * @throws IllegalArgumentException if a key is no Ed25519 key, or the server's two keys do not
   *     belong together
   */
  public static OriginKeys of(ServerId self, PrivateKey own, Map<ServerId, PublicKey> servers) {
    PublicKey mine = servers.get(self);
    if (mine == null) {
      throw new IllegalArgumentException("there is no public key of " + self);
    }
    OriginKeys keys = new OriginKeys(own, servers);
    try {
      Signature probe = keys.signer();
      probe.update(mine.getEncoded());
      byte[] signature = probe.sign();
      for (Map.Entry<ServerId, PublicKey> server : servers.entrySet()) {
        Signature verifier = verifier(server.getValue());
        verifier.update(mine.getEncoded());
        if (verifier.verify(signature) != server.getValue().equals(mine)) {
          throw new IllegalArgumentException(
              "the private and the public key of " + self + " do not belong together");
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not every key is an " + ALGORITHM + " key", e);
    }
    return keys;
  }

  /** A new pair of keys. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * The private key of a text in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws IllegalArgumentException if it is none; the message tells nothing of it
   */
  public static PrivateKey privateKey(byte[] pem) {
    String text = new String(pem, StandardCharsets.ISO_8859_1).strip();
    if (!text.startsWith(PEM_START) || !text.endsWith(PEM_END)) {
      throw new IllegalArgumentException("no private key in PEM, must begin with " + PEM_START);
    }
    String body = text.substring(PEM_START.length(), text.length() - PEM_END.length());
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // without the cause: its text may have some of the key
      throw new IllegalArgumentException("no private key of " + ALGORITHM);
    }
  }

  /** The text in PEM of a private key. */
  public static String pem(PrivateKey key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return PEM_START + "\n" + body + "\n" + PEM_END + "\n";
  }

  /**
   * The public key of a text in base64, as it stands between the first and the last line of what
   * {@code openssl pkey -pubout} writes.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PublicKey publicKey(String base64) {
    try {
      byte[] encoded = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("no public key of " + ALGORITHM + ": " + base64, e);
    }
  }

  /** The text in base64 of a public key. */
  public static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The public key of a server, or null if it has none. */
  public @Nullable PublicKey of(ServerId server) {
    return servers.get(server);
  }

  /** Something new that signs with this server's key. */
  public Signature signer() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(own);
    return signature;
  }

  /** Something new that checks signatures by this key. */
  public static Signature verifier(PublicKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initVerify(key);
    return signature;
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
  }

  /** Says nothing of the keys but whose they are. */
  @Override
  public String toString() {
    return "OriginKeys" + servers.keySet();
  }
}
