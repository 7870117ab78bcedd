package io.herd.testkit.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The key pairs of this JVM. A pair on the curve is new each time; RSA pairs take long, so a few of
 * them are given out in turn: two identities one after the other differ. Thread-safe.
 */
final class KeyPairs {

  private static final int RSA_BITS = 2048;
  private static final int RSA_PAIRS = 3;
  private static final List<KeyPair> RSA = new ArrayList<>();
  private static int given;

  private KeyPairs() {}

  static KeyPair next(TestKeys kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name());
      if (kind == TestKeys.RSA) {
        generator.initialize(RSA_BITS);
        return nextRsa(generator);
      }
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime makes keys of kind " + kind, e);
    }
  }

  private static synchronized KeyPair nextRsa(KeyPairGenerator generator) {
    if (RSA.size() < RSA_PAIRS) {
      RSA.add(generator.generateKeyPair());
      return RSA.get(RSA.size() - 1);
    }
    return RSA.get(given++ % RSA_PAIRS);
  }
}
