package io.herd.examples.config;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import io.herd.tls.ClientCertificates;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a configuration says of secrets, certificates and signatures. Not thread-safe. */
final class SecuritySection {

  private final Problems problems;
  private final Path directory;

  private SecuritySection(Problems problems, Path directory) {
    this.problems = problems;
    this.directory = directory;
  }

  /**
   * Reads the fields {@code secret}, {@code acceptedSecret}, {@code tls} and {@code signatures}.
   *
   * @param directory where relative paths start
   */
  static Security read(Problems problems, Path directory, Section root) {
    SecuritySection reader = new SecuritySection(problems, directory);
    Optional<SecretSource> secret = reader.secret(root, "secret");
    Optional<SecretSource> accepted = reader.secret(root, "acceptedSecret");
    if (accepted.isPresent() && !root.has("secret")) {
      problems.add(root.line("acceptedSecret"), "acceptedSecret", "needs a secret beside it");
    }
    Section tls = root.section("tls");
    boolean separate = tls.has("clients") || tls.has("peers");
    Optional<TlsFilesConfig> clients = Optional.empty();
    Optional<TlsFilesConfig> peers = Optional.empty();
    if (separate) {
      clients = reader.tls(tls, "clients", ClientCertificates.NONE);
      peers = reader.tls(tls, "peers", ClientCertificates.NEEDED);
      tls.refuseOthers();
    } else if (root.has("tls")) {
      clients = Optional.ofNullable(reader.files(tls, ClientCertificates.WANTED));
      peers = clients;
    }
    return new Security(secret, accepted, clients, peers, reader.signatures(root));
  }

  private Optional<SecretSource> secret(Section section, String name) {
    return Optional.ofNullable(
        SecretSource.parse(problems, directory, section.name(name), section.node(name)));
  }

  private Optional<TlsFilesConfig> tls(Section tls, String name, ClientCertificates asked) {
    if (!tls.has(name)) {
      tls.node(name);
      return Optional.empty();
    }
    return Optional.ofNullable(files(tls.section(name), asked));
  }

  private @Nullable TlsFilesConfig files(Section section, ClientCertificates byDefault) {
    String certificate = section.value("certificate", this::path);
    String key = section.value("key", this::path);
    String keyStore = section.value("keyStore", this::path);
    String authorities = section.value("authorities", this::path);
    Optional<SecretSource> password = secret(section, "password");
    ClientCertificates asked =
        section.value(
            "clientCertificates",
            text -> Scalars.constant(text, List.of(ClientCertificates.values())),
            byDefault);
    section.refuseOthers();
    if (section.has("keyStore") == (section.has("certificate") || section.has("key"))) {
      problems.add(
          section.line(), section.name("certificate"), "and key, or keyStore, must be given");
      return null;
    }
    if (!section.has("keyStore") && !(section.has("certificate") && section.has("key"))) {
      String missing = section.has("key") ? "certificate" : "key";
      problems.add(section.line(), section.name(missing), "is missing");
      return null;
    }
    if (!section.has("authorities") && asked != ClientCertificates.NONE) {
      problems.add(
          section.line(),
          section.name("authorities"),
          "is missing, must tell whose certificates are trusted");
    }
    String chain = keyStore == null ? certificate : keyStore;
    return chain == null
        ? null
        : new TlsFilesConfig(
            chain, Optional.ofNullable(key), password, Optional.ofNullable(authorities), asked);
  }

  private Optional<Security.Signatures> signatures(Section root) {
    Section section = root.section("signatures");
    if (!root.has("signatures")) {
      return Optional.empty();
    }
    String key = section.value("key", this::path);
    Map<ServerId, PublicKey> keys = new HashMap<>();
    Section servers = section.section("servers");
    servers
        .entries()
        .forEach(
            (name, entry) -> {
              String field = servers.name(name);
              PublicKey parsed =
                  Section.scalar(problems, field, entry.value(), SecuritySection::publicKey);
              if (!ServerId.isName(name)) {
                problems.add(entry.line(), field, "is no server's name");
              } else if (parsed != null) {
                keys.put(ServerId.of(name), parsed);
              }
            });
    section.refuseOthers();
    if (!section.has("key")) {
      problems.add(section.line(), section.name("key"), "is missing, must be a file");
    }
    if (keys.isEmpty()) {
      problems.add(
          section.line(), section.name("servers"), "has no key, must have one of each server");
    }
    return key == null ? Optional.empty() : Optional.of(new Security.Signatures(key, keys));
  }

  private static PublicKey publicKey(String text) {
    try {
      return OriginKeys.publicKey(text);
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException("is no public key of Ed25519 in base64", none);
    }
  }

  /** A path with the place for the server's name still in it. */
  private String path(String text) {
    return Scalars.path(directory, text).toString();
  }
}
