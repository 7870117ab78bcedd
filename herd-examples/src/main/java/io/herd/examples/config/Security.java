package io.herd.examples.config;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How the servers of a herd know each other, and what is hidden from others. Immutable.
 *
 * @param secret where the herd's secret is
 * @param acceptedSecret where a secret is that neighbours may have as well, while one replaces the
 *     other
 * @param clientTls what secures the connections of clients
 * @param peerTls what secures the links
 * @param signatures with what records are signed
 */
public record Security(
    Optional<SecretSource> secret,
    Optional<SecretSource> acceptedSecret,
    Optional<TlsFilesConfig> clientTls,
    Optional<TlsFilesConfig> peerTls,
    Optional<Signatures> signatures) {

  /** Nothing: all servers have to be on one machine. */
  public static final Security NONE =
      new Security(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether neighbours can be told from strangers wherever they are. */
  public boolean provesNeighbours() {
    return secret.isPresent() || peerTls.isPresent();
  }

  /**
   * With what records are signed. Immutable.
   *
   * @param key the file of the server's own private key; {@code {server}} stands for its name
   * @param servers the public key of each server
   */
  public record Signatures(String key, Map<ServerId, PublicKey> servers) {

    /** Copies the keys. */
    public Signatures {
      servers = Map.copyOf(servers);
    }

    /** The file of a server's private key. */
    public Path keyFile(ServerId server) {
      return Path.of(key.replace(TlsFilesConfig.SERVER, server.toString()));
    }

    /**
     * The keys of a server.
     *
     * @throws ConfigException if they cannot be used
     */
    public OriginKeys keys(ServerId server) {
      byte[] pem = new SecretSource.File(keyFile(server)).read();
      try {
        return OriginKeys.of(server, OriginKeys.privateKey(pem), servers);
      } catch (IllegalArgumentException unusable) {
        throw new ConfigException("signatures: " + unusable.getMessage());
      } finally {
        Arrays.fill(pem, (byte) 0);
      }
    }
  }
}
