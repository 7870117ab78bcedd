package io.herd.internal;

import io.herd.auth.OriginKeys;
import io.herd.protocol.Ascii;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs the records accepted here and checks those of others. A signature is over the herd's name,
 * a line feed, and the line as neighbours send it, from its AT to its sequence; on the wire it
 * stands behind these in base64 for URLs, without padding. Loop thread only.
 */
final class Signatures {

  /** Bytes of a signature's text. */
  static final int TEXT_BYTES = 86;

  private static final int BYTES = 64;

  /** What comes behind an AT line: two spaces, incarnation, sequence. */
  private static final int SUFFIX_MAX = 2 + 16 + 19;

  private final byte[] prefix;
  private final byte[] text = new byte[TEXT_BYTES];
  private final Map<ServerId, Signature> verifiers = new HashMap<>();
  private OriginKeys keys;
  private Signature signer;
  private byte[] suffix = new byte[SUFFIX_MAX];

  Signatures(String herd, OriginKeys keys) {
    this.prefix = (herd + "\n").getBytes(StandardCharsets.US_ASCII);
    this.keys = keys;
    this.signer = signer(keys);
  }

  private static Signature signer(OriginKeys keys) {
    try {
      return keys.signer();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys were tried when they were put together", e);
    }
  }

  /** From now on, these keys count. */
  void use(OriginKeys next) {
    keys = next;
    signer = signer(next);
    verifiers.clear();
  }

  /**
   * Signs a record made here.
   *
   * @param record its signature is set, good until the next call
   * @param originSuffix what stands between line and sequence
   */
  void sign(AtView record, byte[] originSuffix) {
    System.arraycopy(originSuffix, 0, suffix, 0, originSuffix.length);
    int length = Ascii.putUnsigned(suffix, originSuffix.length, record.sequence);
    try {
      signer.update(prefix);
      signer.update(record.bytes, record.start, record.length());
      signer.update(suffix, 0, length);
      Base64.getUrlEncoder().withoutPadding().encode(signer.sign(), text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was tried before does not sign", e);
    }
    record.signature(text, 0, TEXT_BYTES);
  }

  /** Whether the line from its AT to its sequence has this signature of this server. */
  boolean isOf(ServerId server, byte[] bytes, int from, int to, int signature, int length) {
    byte[] raw = length == TEXT_BYTES ? decoded(bytes, signature) : null;
    Signature verifier = raw == null ? null : verifier(server);
    if (raw == null || verifier == null) {
      return false;
    }
    try {
      verifier.update(prefix);
      verifier.update(bytes, from, to - from);
      return verifier.verify(raw);
    } catch (GeneralSecurityException malformed) {
      // the JDK throws for some signatures that are not well formed, and returns false for others
      verifiers.remove(server);
      return false;
    }
  }

  private static byte @Nullable [] decoded(byte[] bytes, int at) {
    byte[] text = new byte[TEXT_BYTES];
    System.arraycopy(bytes, at, text, 0, TEXT_BYTES);
    try {
      byte[] raw = Base64.getUrlDecoder().decode(text);
      return raw.length == BYTES ? raw : null;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  private @Nullable Signature verifier(ServerId server) {
    Signature known = verifiers.get(server);
    if (known != null) {
      return known;
    }
    PublicKey key = keys.of(server);
    if (key == null) {
      return null;
    }
    try {
      Signature verifier = OriginKeys.verifier(key);
      verifiers.put(server, verifier);
      return verifier;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys were tried when they were put together", e);
    }
  }
}
