package io.herd.auth;

import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Each side proves that it knows the herd's secret, by an HMAC-SHA-256 over the handshake and its
 * own side of it. The secret itself never travels, a recorded proof is worth nothing in another
 * handshake, and a proof sent back to its maker is one for the wrong side.
 *
 * <p>A secret is replaced while the herd runs in three steps, each made at all servers before the
 * next: accept the new one too, offer the new one and accept the old one too, forget the old one.
 * Immutable.
 */
public final class SharedSecret implements PeerAuthenticator {

  /** The shortest secret. */
  public static final int BYTES_MIN = 16;

  private static final String ALGORITHM = "HmacSHA256";

  /** The one that is offered first, then those that are accepted too. */
  private final List<SecretKeySpec> keys;

  private SharedSecret(List<SecretKeySpec> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * An authenticator with this secret, which is copied.
   *
   * @throws IllegalArgumentException if the secret has less than 16 bytes
   */
  public static SharedSecret of(byte[] secret) {
    return new SharedSecret(List.of(key(secret)));
  }

  /**
   * The same, but neighbours that have this other secret, which is copied, are accepted too.
   *
   * @throws IllegalArgumentException if the secret has less than 16 bytes
   */
  public SharedSecret accepting(byte[] secret) {
    List<SecretKeySpec> more = new ArrayList<>(keys);
    more.add(key(secret));
    return new SharedSecret(more);
  }

  private static SecretKeySpec key(byte[] secret) {
    if (secret.length < BYTES_MIN) {
      throw new IllegalArgumentException(
          "secret has " + secret.length + " bytes, must have at least " + BYTES_MIN);
    }
    return new SecretKeySpec(secret, ALGORITHM);
  }

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    return proof(keys.get(0), handshake, self);
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    byte[] given = proof.getBytes(StandardCharsets.UTF_8);
    boolean accepted = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = proof(key, handshake, other).getBytes(StandardCharsets.US_ASCII);
      accepted |= MessageDigest.isEqual(expected, given);
    }
    return accepted;
  }

  @Override
  public boolean covers(SocketAddress address) {
    return true;
  }

  private static String proof(SecretKeySpec key, Handshake handshake, Handshake.Side side) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String message = side + "\n" + handshake.transcript();
      return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "SharedSecret";
  }
}
