package io.herd.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Five processes, some on the JDK's selectors and some on Netty, so that every mix has a link. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class MixedHerdProcessTest {

  private static final List<String> SERVERS =
      List.of("Bailey", "Bona", "Campbell", "Clark", "Jaquez");

  /** Two with NIO, two mixed one way and one the other way, as the first of two names dials. */
  private static final List<String> ON_NETTY = List.of("Bona", "Jaquez");

  @TempDir Path directory;

  private void startAll(HerdProcesses herd, String more) throws IOException {
    String config =
        "herd: bailey\n"
            + herd.servers(SERVERS.toArray(new String[0]))
            + """
            relations: {Clark: [Jaquez, Bona], Campbell: [Bailey, Bona, Jaquez], Bona: [Bailey, Jaquez]}
            places: {provider: none}
            """
            + more;
    herd.write("nio.yaml", config + "transport: nio\n");
    herd.write("netty.yaml", config + "transport: netty\n");
    for (String server : SERVERS) {
      herd.start(server, ON_NETTY.contains(server) ? "netty.yaml" : "nio.yaml");
    }
  }

  @Test
  void plainHerdOfBothTransportsIsOneHerd() throws Exception {
    try (HerdProcesses herd = new HerdProcesses(directory, SERVERS.toArray(new String[0]))) {
      startAll(herd, "");
      herd.assertTheyAllKnow(SERVERS, null);
      for (String server : SERVERS) {
        herd.stop(server);
      }
    }
  }

  @Test
  void securedHerdOfBothTransportsIsOneHerdAndTurnsStrangersAway() throws Exception {
    TestCertificates authority = TestCertificates.authority();
    try (HerdProcesses herd = new HerdProcesses(directory, SERVERS.toArray(new String[0]))) {
      authority.write(directory.resolve("ca.pem"));
      for (String server : SERVERS) {
        authority.identity(server).write(directory, server);
      }
      herd.write("herd.secret", "a secret of sixteen bytes or more\n");
      startAll(
          herd,
          """
          secret: {file: herd.secret}
          tls: {certificate: '{server}.pem', key: '{server}.key', authorities: ca.pem}
          """);
      herd.assertTheyAllKnow(SERVERS, TestEngines.of(authority, null).context());
      TlsClient client = TlsClient.trusting(directory.resolve("ca.pem"));
      try (LineClient clark = client.connect(herd.address("Clark"), "Clark")) {
        assertEquals("? x", clark.ask("x"));
      }
      assertThrows(IOException.class, () -> client.connect(herd.address("Clark"), "Bona"));
      for (String server : List.of("Clark", "Bona")) {
        assertTurnedAway(herd, server, TestCertificates.authority().identity("phone"), authority);
        assertTurnedAway(herd, server, authority.issue("phone").expired().identity(), authority);
        assertPlainTextIsTurnedAway(herd, server);
      }
      herd.assertTheyAllKnow(SERVERS, TestEngines.of(authority, null).context());
      for (String server : SERVERS) {
        herd.stop(server);
      }
    }
    assertTrue(Files.readString(directory.resolve("Clark.err")).contains("TLS handshake failed"));
  }

  private static void assertTurnedAway(
      HerdProcesses herd, String server, TestIdentity client, TestCertificates authority) {
    SSLContext tls = TestEngines.of(authority, client).context();
    assertThrows(
        IOException.class,
        () -> {
          try (LineClient connected = herd.connect(server, tls)) {
            connected.ask("x");
          }
        });
  }

  private static void assertPlainTextIsTurnedAway(HerdProcesses herd, String server)
      throws IOException {
    try (Socket socket = new Socket(herd.address(server).getAddress(), herd.ports.get(server))) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("IAMAT kiwi +1-1 1\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      int alert = 21;
      assertEquals(alert, answer.length == 0 ? alert : answer[0], "an alert of TLS or nothing");
    }
  }
}
