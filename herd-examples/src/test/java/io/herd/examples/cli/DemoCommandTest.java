package io.herd.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.examples.LocalHerd;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.examples.config.KnownHerds;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

@Timeout(120)
class DemoCommandTest {

  private static HerdConfig herd(String name) {
    return KnownHerds.named(name).withWireLog(new WireLogging(false, Path.of("logs"), 1 << 20, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bailey", "parker", "alford"})
  void theStoryComesOutAsItMust(String name) throws IOException {
    StringWriter text = new StringWriter();
    try (LocalHerd herd = LocalHerd.startOnFreePorts(herd(name));
        DemoStory story = new DemoStory(herd, new Narrator(new PrintWriter(text), Ansi.OFF))) {
      story.tell();
    }
    String told = text.toString();
    assertTrue(told.contains("comes back, with an empty memory"), told);
    assertTrue(told.contains("kiwi, moa, kea"), told);
    assertTrue(told.indexOf('\u001b') < 0, "no colours");
  }

  @Test
  void aHerdWhosePortsAreTakenTakesFreeOnes() throws IOException {
    InetAddress local = InetAddress.getByName("127.0.0.1");
    try (ServerSocket taken = new ServerSocket(0, 1, local)) {
      HerdConfig config = herd("bailey");
      var endpoints = new HashMap<>(config.endpoints());
      endpoints.replaceAll((server, endpoint) -> endpoint(taken.getLocalPort()));
      try (LocalHerd herd = LocalHerd.start(config.withEndpoints(endpoints))) {
        assertEquals(5, herd.running().size());
        for (ServerId server : herd.running().keySet()) {
          assertTrue(herd.address(server).getPort() != taken.getLocalPort());
          assertEquals(herd.address(server), herd.running().get(server).node().address());
        }
        ServerId first = herd.config().topology().servers().first();
        assertThrows(IllegalStateException.class, () -> herd.start(first));
      }
    }
  }

  private static Endpoint endpoint(int port) {
    return new Endpoint("127.0.0.1", port);
  }

  @Test
  void coloursAreForTerminals() {
    StringWriter text = new StringWriter();
    Narrator narrator = new Narrator(new PrintWriter(text), Ansi.ON);
    narrator.line("label", 1_500_000, "text");
    narrator.heading("heading");
    assertTrue(text.toString().contains("\u001b[36m   1.5 ms\u001b["), text.toString());
    assertTrue(text.toString().contains("\u001b[1mheading\u001b["), text.toString());
  }
}
