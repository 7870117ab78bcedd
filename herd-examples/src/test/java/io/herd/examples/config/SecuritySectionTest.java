package io.herd.examples.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import io.herd.tls.ClientCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What herd.yaml says of addresses, secrets, certificates and signatures. */
final class SecuritySectionTest {

  private static final ServerId A = ServerId.of("A");
  private static final ServerId B = ServerId.of("B");
  private static final String HERD = "servers: {A: 127.0.0.1:1001, B: 127.0.0.1:1002}\n";
  private static final String SEPARATE =
      "servers: {A: {port: 1001, peers: 127.0.0.1:2001}, B: {port: 1002, peers: 127.0.0.1:2002}}\n";

  @TempDir Path directory;

  private static HerdConfig parse(String text) {
    return HerdYaml.parse("herd.yaml", text, Path.of("/etc/herd"));
  }

  @Test
  void oneTlsIsForClientsAndPeers() {
    Security security =
        parse(HERD + "tls: {certificate: '{server}.pem', key: k.pem, authorities: ca.pem}\n")
            .security();
    TlsFilesConfig expected =
        new TlsFilesConfig(
            "/etc/herd/{server}.pem",
            Optional.of("/etc/herd/k.pem"),
            Optional.empty(),
            Optional.of("/etc/herd/ca.pem"),
            ClientCertificates.WANTED);
    assertEquals(Optional.of(expected), security.clientTls());
    assertEquals(Optional.of(expected), security.peerTls());
    assertTrue(security.provesNeighbours());
  }

  @Test
  void clientsAndPeersMayHaveDifferentTlsAtDifferentAddresses() {
    HerdConfig config =
        parse(
            SEPARATE
                + """
                tls:
                  peers: {keyStore: p.p12, password: {environment: PW}, authorities: ca.pem}
                """);
    assertEquals(Optional.empty(), config.security().clientTls());
    TlsFilesConfig peers = config.security().peerTls().orElseThrow();
    assertEquals(ClientCertificates.NEEDED, peers.clientCertificates());
    assertEquals(Optional.of(new SecretSource.Environment("PW")), peers.password());
    assertEquals(Optional.empty(), peers.key());
    assertEquals(new Endpoint("127.0.0.1", 2001), config.peerEndpoint(A));
    assertEquals(new Endpoint("127.0.0.1", 1001), config.endpoint(A));
  }

  @Test
  void serverMayTakeNoClients() {
    HerdConfig config =
        parse(
            "servers: {A: {port: 1001, clients: false}, B: 127.0.0.1:1002}\n"
                + "formerServers: [Hill]\nioThreads: 2\n");
    assertEquals(Set.of(A), config.serversOnly());
    assertEquals(Set.of(ServerId.of("Hill")), config.formerServers());
    assertEquals(2, config.ioThreads());
    assertEquals(config.endpoint(B), config.peerEndpoint(B));
  }

  @Test
  void signaturesHaveAKeyOfEachServer() throws Exception {
    KeyPair a = OriginKeys.generate();
    KeyPair b = OriginKeys.generate();
    Path file = Files.writeString(directory.resolve("A.pem"), OriginKeys.pem(a.getPrivate()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String text =
        HERD
            + "signatures:\n  key: '%s/{server}.pem'\n  servers: {A: %s, B: %s}\n"
                .formatted(
                    directory, OriginKeys.base64(a.getPublic()), OriginKeys.base64(b.getPublic()));
    Security.Signatures signatures = parse(text).security().signatures().orElseThrow();
    assertEquals(Map.of(A, a.getPublic(), B, b.getPublic()), signatures.servers());
    assertEquals(b.getPublic(), signatures.keys(A).of(B));
    Files.copy(file, directory.resolve("B.pem"));
    String refusal = assertThrows(ConfigException.class, () -> signatures.keys(B)).getMessage();
    assertTrue(refusal.contains("do not belong together"), refusal);
    assertFalse(refusal.contains(OriginKeys.pem(a.getPrivate()).substring(30, 60)), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          acceptedSecret: {file: x}       | acceptedSecret: needs a secret beside it
          secret: swordfish               | secret: must not be written here: say {file: path} or {environment: VARIABLE}
          tls: {certificate: c}           | tls.key: is missing
          tls: {key: k}                   | tls.certificate: is missing
          tls: {}                         | tls.certificate: and key, or keyStore, must be given
          tls: {keyStore: s, key: k}      | tls.certificate: and key, or keyStore, must be given
          tls: {certificate: c, key: k}   | tls.authorities: is missing, must tell whose certificates are trusted
          tls: {keyStore: s, password: x} | tls.password: must not be written here: say {file: path} or {environment: VARIABLE}
          tls: {keyStore: s, ca: x}       | tls.ca: is not a field
          tls: {certificate: c, key: k, authorities: a, clientCertificates: maybe} | tls.clientCertificates: is maybe, must be none or wanted or needed
          tls: {peers: {keyStore: s, authorities: a}} | tls: is not the same for clients and peers, so A must have peers: host:port
          signatures: {}                  | signatures.key: is missing, must be a file
          signatures: {key: k}            | signatures.servers: has no key, must have one of each server
          signatures: {key: k, servers: {A: AAAA}} | signatures.servers.A: is no public key of Ed25519 in base64
          formerServers: A                | formerServers: is A, must be a list like [A, B]
          formerServers: [A]              | formerServers: A is one of the servers
          formerServers: [a/b]            | formerServers: a/b is no server's name, must be 1 to 64 of A-Z a-z 0-9 . _ -
          ioThreads: 65                   | ioThreads: is 65, must be 0..64
          """)
  void problemsAreToldWithTheRule(String text, String problem) {
    String told = assertThrows(ConfigException.class, () -> parse(HERD + text)).getMessage();
    assertTrue(told.contains(problem), told);
    assertFalse(told.contains("swordfish"), told);
  }

  @Test
  void addressesOfOneServerAreDifferent() {
    String told =
        assertThrows(
                ConfigException.class,
                () -> parse("servers: {A: {port: 1001, peers: 127.0.0.1:1001}}\n"))
            .getMessage();
    assertTrue(told.contains("servers.A: is at 127.0.0.1:1001, which is A's"), told);
    String useless =
        assertThrows(
                ConfigException.class,
                () -> parse("servers: {A: {port: 1, clients: false, peers: 127.0.0.1:2}}\n"))
            .getMessage();
    assertTrue(useless.contains("nobody could use its port"), useless);
  }
}
