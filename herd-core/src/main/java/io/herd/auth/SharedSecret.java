package io.herd.auth;

import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Each side proves that it knows the herd's secret, by an HMAC-SHA-256 over the handshake and its
 * own side of it. The secret itself never travels, a recorded proof is worth nothing in another
 * handshake, and a proof sent back to its maker is one for the wrong side. Immutable.
 */
public final class SharedSecret implements PeerAuthenticator {

  /** The shortest secret. */
  public static final int BYTES_MIN = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private SharedSecret(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * An authenticator with this secret, which is copied.
   *
   * @throws IllegalArgumentException if the secret has less than 16 bytes
   */
  public static SharedSecret of(byte[] secret) {
    if (secret.length < BYTES_MIN) {
      throw new IllegalArgumentException(
          "secret has " + secret.length + " bytes, must have at least " + BYTES_MIN);
    }
    return new SharedSecret(secret);
  }

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    return HexFormat.of().formatHex(hmac(handshake, self));
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    byte[] expected = prove(handshake, other).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, proof.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean covers(SocketAddress address) {
    return true;
  }

  private byte[] hmac(Handshake handshake, Handshake.Side side) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String message = side + "\n" + handshake.transcript();
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
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
