package io.herd.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.examples.config.ConfigException;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdYaml;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running server whose configuration changes. */
@Timeout(60)
class LiveServerTest {

  private static final ServerId A = ServerId.of("A");
  private static final String MORE =
      "places: {provider: none}\nwireLog: {enabled: false}\nrelations: {A: [B]}\n";

  @TempDir Path directory;

  private HerdConfig config(String text) throws IOException {
    return HerdYaml.load(Files.writeString(directory.resolve("herd.yaml"), text + MORE));
  }

  private static String at(int port) {
    return "servers: {A: 127.0.0.1:" + port + ", B: 127.0.0.1:1}\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static LineClient connect(int port) throws IOException {
    return LineClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** A listener is closed soon, not at once. */
  private static void awaitRefused(int port) {
    while (!Thread.interrupted()) {
      try (LineClient client = connect(port)) {
        LockSupport.parkNanos(1_000_000);
      } catch (IOException refused) {
        return;
      }
    }
    throw new IllegalStateException("it took too long");
  }

  @Test
  void serverMovesToAnotherPortAndItsClientsStay() throws Exception {
    int first = freePort();
    HerdConfig config = config(at(first));
    try (RunningServer server = Bootstrap.start(config, A);
        LineClient client = connect(first)) {
      assertEquals("? x", client.ask("x"));
      LiveServer live = new LiveServer(A, server.node(), config);
      int second = freePort();
      assertEquals(List.of(), live.apply(config(at(second))));
      try (LineClient other = connect(second)) {
        assertEquals("? y", other.ask("y"));
      }
      assertEquals("? z", client.ask("z"));
      awaitRefused(first);
      assertEquals(second, server.port());
    }
  }

  @Test
  void portThatIsTakenIsRefusedAndTheOldOneStays() throws Exception {
    int first = freePort();
    HerdConfig config = config(at(first));
    try (RunningServer server = Bootstrap.start(config, A);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LiveServer live = new LiveServer(A, server.node(), config);
      HerdConfig wrong = config(at(taken.getLocalPort()));
      String refusal = assertThrows(ConfigException.class, () -> live.apply(wrong)).getMessage();
      assertTrue(refusal.startsWith("A cannot listen on "), refusal);
      assertEquals(first, server.port());
      try (LineClient client = connect(first)) {
        assertEquals("? x", client.ask("x"));
      }
    }
  }

  @Test
  void neighbourElsewhereNeedsASecretStill() throws Exception {
    int port = freePort();
    HerdConfig config = config(at(port));
    try (RunningServer server = Bootstrap.start(config, A)) {
      LiveServer live = new LiveServer(A, server.node(), config);
      int other = freePort();
      HerdConfig wrong = config("servers: {A: 127.0.0.1:" + other + ", B: 192.0.2.1:1}\n");
      String refusal = assertThrows(ConfigException.class, () -> live.apply(wrong)).getMessage();
      assertTrue(refusal.contains("without a secret"), refusal);
      assertEquals(port, server.port());
      awaitRefused(other);
    }
  }

  @Test
  void whatNeedsARestartIsTold() throws Exception {
    int port = freePort();
    HerdConfig config = config(at(port));
    try (RunningServer server = Bootstrap.start(config, A)) {
      LiveServer live = new LiveServer(A, server.node(), config);
      HerdConfig next =
          config(
              at(port)
                  + "herd: other\nlimits: {radiusKm: 3}\ntransport: netty\nmaxFuture: 2m\n"
                  + "replication: {timeToLive: 1h}\n");
      List<String> told = List.of("herd", "maxFuture", "transport", "replication", "limits");
      assertEquals(told, live.apply(next));
      assertEquals(told, live.apply(next));
      HerdConfig logging = config.withWireLog(HerdConfig.WireLogging.DEFAULT);
      assertEquals(List.of("wireLog"), live.apply(logging));
    }
  }

  @Test
  void clientsAndServersMayHaveTheirOwnAddresses() throws Exception {
    int clients = freePort();
    int peers = freePort();
    int relay = freePort();
    HerdConfig config =
        config(
            "servers: {A: {port: %d, peers: 127.0.0.1:%d}, B: {port: %d, clients: false}}\n"
                .formatted(clients, peers, relay));
    try (RunningServer a = Bootstrap.start(config, A);
        RunningServer b = Bootstrap.start(config, ServerId.of("B"))) {
      while (a.node().stats().peersUp() + b.node().stats().peersUp() < 2) {
        LockSupport.parkNanos(1_000_000);
      }
      try (LineClient client = connect(clients);
          LineClient atPeers = connect(peers);
          LineClient atRelay = connect(relay)) {
        assertEquals("? HELLO herd/1-1", client.ask("HELLO herd/1-1"));
        assertEquals("BYE handshake expected", atPeers.ask("IAMAT kiwi +1-1 1"));
        assertEquals("BYE handshake expected", atRelay.ask("IAMAT kiwi +1-1 1"));
      }
    }
  }
}
