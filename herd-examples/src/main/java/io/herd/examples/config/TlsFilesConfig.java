package io.herd.examples.config;

import io.herd.protocol.ServerId;
import io.herd.tls.ClientCertificates;
import io.herd.tls.TlsFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of a server's TLS, as they are written: {@code {server}} in a path stands for the
 * server's name, so that one configuration is good for all servers. Immutable.
 *
 * @param certificate the chain of certificates in PEM, or a key store in PKCS#12
 * @param key the key in PEM; empty if the certificate is in a key store
 * @param password the password of the key or the key store
 * @param authorities whose certificates are trusted, in PEM
 * @param clientCertificates what is asked of who connects
 */
public record TlsFilesConfig(
    String certificate,
    Optional<String> key,
    Optional<SecretSource> password,
    Optional<String> authorities,
    ClientCertificates clientCertificates) {

  static final String SERVER = "{server}";

  /**
   * Loads the files of a server.
   *
   * @throws ConfigException if they cannot be used
   */
  public TlsFiles open(ServerId server) {
    TlsFiles.Builder builder = TlsFiles.builder();
    if (key.isPresent()) {
      builder.certificate(path(certificate, server), path(key.get(), server), this::readPassword);
    } else {
      builder.keyStore(path(certificate, server), this::readPassword);
    }
    authorities.ifPresent(file -> builder.trust(path(file, server)));
    try {
      return builder.clients(clientCertificates).open();
    } catch (IOException unusable) {
      throw new ConfigException("tls of " + server + ": " + unusable.getMessage());
    }
  }

  /**
   * The file with whom a client of the herd trusts.
   *
   * @throws ConfigException if there is none
   */
  public Path authoritiesFile() {
    return Path.of(
        authorities.orElseThrow(
            () -> new ConfigException("tls.authorities is missing: whom should a client trust?")));
  }

  private char[] readPassword() {
    if (password.isEmpty()) {
      return new char[0];
    }
    byte[] bytes = password.get().read();
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    char[] characters = new char[decoded.remaining()]; // the buffer may have room left
    decoded.get(characters);
    Arrays.fill(decoded.array(), (char) 0);
    return characters;
  }

  private static Path path(String pattern, ServerId server) {
    return Path.of(pattern.replace(SERVER, server.toString()));
  }
}
