package io.herd.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Topology;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdYaml;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BootstrapTest {

  private static final String SECRET = "a secret of the herd";
  private static final ServerId A = ServerId.of("A");
  private static final ServerId B = ServerId.of("B");

  @TempDir Path directory;

  /** A herd of A and B, each with a file, on ports that the system chooses. */
  private HerdConfig config(String more) throws IOException {
    String text =
        """
        herd: two
        servers: {A: 127.0.0.1:1, B: 127.0.0.1:2}
        relations: {A: [B]}
        wireLog: {directory: %s}
        %s
        """
            .formatted(directory, more);
    HerdConfig config = HerdYaml.load(Files.writeString(directory.resolve("herd.yaml"), text));
    Endpoint any = new Endpoint("127.0.0.1", 0);
    return config.withEndpoints(Map.of(A, any, B, any));
  }

  private String secretFile(String name, String secret) throws IOException {
    Path file = Files.writeString(directory.resolve(name), secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "secret: {file: " + name + "}";
  }

  private static void eventually(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static InetSocketAddress address(RunningServer server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  @Test
  void serversWithTheSameSecretAreAHerdAndTheLogDoesNotTellIt() throws Exception {
    HerdConfig config = config(secretFile("herd.secret", SECRET + "\n"));
    assertFalse(config.toString().contains(SECRET));
    try (LocalHerd herd = LocalHerd.start(config)) {
      RunningServer a = herd.running().get(A);
      RunningServer b = herd.running().get(B);
      String line =
          a.node().report("kiwi", 1, 2, Instant.EPOCH).toCompletableFuture().get(30, SECONDS) + "";
      eventually(() -> b.node().find("kiwi").toCompletableFuture().join().isPresent());
      try (LineClient client = LineClient.connect(address(b))) {
        assertTrue(client.ask("WHATSAT kiwi 50 0").startsWith(line + "\n{"));
      }
    }
    String log = Files.readString(directory.resolve("B.log"));
    assertTrue(log.contains(" link #"), log);
    assertTrue(log.contains(" recv A AT A "), log);
    assertTrue(log.contains(" lost #"), log);
    assertFalse(log.contains(SECRET), log);
  }

  @Test
  void serversWithDifferentSecretsDoNotTalk() throws Exception {
    HerdConfig ofA = config(secretFile("a.secret", SECRET));
    HerdConfig ofB = config(secretFile("b.secret", SECRET + "!"));
    try (RunningServer b = Bootstrap.start(ofB, B)) {
      HerdConfig knowing =
          ofA.withEndpoints(
              Map.of(A, new Endpoint("127.0.0.1", 0), B, new Endpoint("127.0.0.1", b.port())));
      try (RunningServer a = Bootstrap.start(knowing, A)) {
        eventually(
            () ->
                a.node().stats().count(Count.HELLOS_REFUSED) > 0
                    || b.node().stats().count(Count.HELLOS_REFUSED) > 0);
        assertEquals(0, a.node().stats().peersUp());
        assertEquals(0, b.node().stats().peersUp());
      }
    }
  }

  @Test
  void aSecretThatIsTooShortIsRefused() throws Exception {
    HerdConfig config = config(secretFile("herd.secret", "xyzzy"));
    String refusal =
        assertThrows(ConfigException.class, () -> Bootstrap.start(config, A)).getMessage();
    assertEquals("secret has 5 bytes, must have at least 16", refusal);
  }

  @Test
  void placesMayBeLeftOut() throws Exception {
    HerdConfig config = config("places: {provider: none}\ncloseAfterAnswer: true");
    try (RunningServer a = Bootstrap.start(config, A);
        LineClient client = LineClient.connect(address(a));
        LineClient other = LineClient.connect(address(a))) {
      assertTrue(client.ask("IAMAT kiwi +34.07-118.45 1").startsWith("AT A "));
      assertEquals(-1, client.in().read(), "closed after the answer");
      String answer = other.ask("WHATSAT kiwi 50 20");
      assertTrue(answer.contains("\"results\" : []"), answer);
    }
  }

  @Test
  void aStopAnswersWhatIsInFlight() throws Exception {
    RunningServer a = Bootstrap.start(config(""), A);
    try (LineClient client = LineClient.connect(address(a))) {
      assertEquals("? x", client.ask("x"));
      assertTrue(a.stop(Duration.ofSeconds(10)));
      assertEquals(-1, client.in().read());
    }
    assertTrue(a.stop(Duration.ofSeconds(10)), "again is no failure");
    assertThrows(IOException.class, () -> LineClient.connect(address(a)).close());
  }

  @Test
  void aLogThatCannotBeMadeIsToldInOneLine() throws Exception {
    HerdConfig config = config("");
    Path inTheWay = Files.writeString(directory.resolve("file"), "");
    HerdConfig other = config.withWireLog(new HerdConfig.WireLogging(true, inTheWay, 1 << 20, 2));
    String refusal =
        assertThrows(UncheckedIOException.class, () -> Bootstrap.start(other, A)).getMessage();
    assertTrue(refusal.startsWith("wire log of A: "), refusal);
  }

  @Test
  void anAddressThatIsNotKnownIsRefused() {
    Topology topology = Topology.builder().server(A).build();
    HerdConfig config =
        HerdConfig.of("x", topology, Map.of(A, new Endpoint("does-not-exist.invalid", 1)));
    assertTrue(
        assertThrows(ConfigException.class, () -> Bootstrap.start(config, A))
            .getMessage()
            .endsWith("the host's address is not known"));
    assertEquals(Optional.empty(), config.security().secret());
  }

  @Test
  void theEmbeddingsRun() {
    EmbeddedNode.main(new String[0]);
    EmbeddedHerd.main(new String[0]);
  }
}
