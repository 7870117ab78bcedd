package io.herd.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that has more connections than file descriptors. */
@DisabledOnOs(OS.WINDOWS)
final class DescriptorsTest {

  private static final int DESCRIPTORS = 150;
  private static final int PATIENCE_MILLIS = 60_000;

  @Test
  void clientsAreServedAsSoonAsThereAreDescriptorsAgain() throws Exception {
    Process server = start();
    List<Socket> clients = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(out.readLine());
      for (int i = 0; i < 2 * DESCRIPTORS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        client.setSoTimeout(PATIENCE_MILLIS);
        client.getOutputStream().write(i);
      }
      for (int i = 0; i < clients.size(); i++) {
        assertEquals(i & 0xff, clients.get(i).getInputStream().read(), "client " + i);
        clients.get(i).close();
      }
      server.getOutputStream().close();
      assertEquals(0, server.waitFor());
    } finally {
      server.destroyForcibly();
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String limited = "ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"$@\"";
    List<String> command =
        List.of(
            "sh",
            "-c",
            limited,
            java,
            "-cp",
            System.getProperty("java.class.path"),
            EchoProcess.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
