package io.herd.testkit.sim;

import io.herd.protocol.ServerId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Keys of servers that are the same for the same seed, and so good for nothing else. */
final class SwarmKeys {

  private SwarmKeys() {}

  static Map<ServerId, KeyPair> of(Collection<ServerId> servers, RandomGenerator random) {
    Map<ServerId, KeyPair> keys = new HashMap<>();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Seeded(random));
      for (ServerId server : servers) {
        keys.put(server, generator.generateKeyPair());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
    return keys;
  }

  /** Bytes out of the simulation's randomness. */
  private static final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient RandomGenerator random;

    Seeded(RandomGenerator random) {
      super(null, null);
      this.random = random;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
