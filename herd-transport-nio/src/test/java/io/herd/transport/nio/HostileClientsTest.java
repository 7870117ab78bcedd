package io.herd.transport.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.herd.HerdNode;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients over real sockets can do to a node, and that the others do not feel it. */
final class HostileClientsTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String REPORT = "IAMAT kiwi +34.068930-118.445127 1621464827.959498503\n";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final HerdNode node = start(Limits.builder().unfinishedBytes(1 << 20).build());

  private HerdNode start(Limits limits) {
    return HerdNode.builder(ServerId.of("Clark"))
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .transport(NioTransport.create())
        .limits(limits)
        .start();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    node.close();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) node.address();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(address().getAddress(), address().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    open.add(socket);
    return socket;
  }

  /** Writes, half-closes, and reads to the end. */
  private String exchange(byte[] bytes) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(bytes);
    socket.shutdownOutput();
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private void assertOthersAreServed() throws IOException {
    String answer = exchange(REPORT.getBytes(ISO_8859_1));
    assertTrue(answer.matches("AT Clark \\S+ kiwi \\S+ 1621464827.959498503\n"), answer);
  }

  @Test
  void plainClientGetsTheWholeAnswerAndTheEnd() throws IOException {
    assertOthersAreServed();
    String[] lines = exchange("WHATSAT kiwi 10 5".getBytes(ISO_8859_1)).split("\n", -1);
    assertTrue(lines[0].startsWith("AT Clark "), lines[0]);
    assertEquals("{", lines[1]);
    assertEquals("", lines[lines.length - 1]);
    assertEquals("", lines[lines.length - 2]);
    assertEquals("? nonsense\n", exchange("nonsense".getBytes(ISO_8859_1)));
    assertEquals("? nonsense\n", exchange("nonsense\n".getBytes(ISO_8859_1)));
    assertEquals("", exchange(new byte[0]));
  }

  @Test
  void thousandCommandsInASegmentOrAByteAtATimeAreAnsweredInOrder() throws IOException {
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      commands.append("IAMAT client").append(i).append(" +1-1 ").append(i).append('\n');
    }
    byte[] bytes = commands.toString().getBytes(ISO_8859_1);
    assertInOrder(exchange(bytes));
    Socket socket = connect();
    socket.setTcpNoDelay(true);
    for (byte b : bytes) {
      socket.getOutputStream().write(b);
    }
    socket.shutdownOutput();
    assertInOrder(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
  }

  private static void assertInOrder(String answers) {
    String[] lines = answers.split("\n");
    assertEquals(1_000, lines.length);
    for (int i = 0; i < lines.length; i++) {
      assertTrue(lines[i].endsWith(" client" + i + " +1-1 " + i), lines[i]);
    }
  }

  @Test
  void endlessLineIsAnsweredAndClosed() throws IOException {
    Socket socket = connect();
    Thread writer = new Thread(() -> writeEndlessly(socket), "endless line");
    writer.start();
    InputStream in = socket.getInputStream();
    byte[] answer = in.readNBytes(131_072 + 3);
    assertEquals("? xx", new String(answer, 0, 4, ISO_8859_1));
    assertEquals('\n', answer[answer.length - 1]);
    assertOthersAreServed();
    assertEquals(1, node.stats().count(Count.LINES_TOO_LONG));
  }

  private static void writeEndlessly(Socket socket) {
    byte[] bytes = new byte[1 << 16];
    Arrays.fill(bytes, (byte) 'x');
    try {
      for (int i = 0; i < 1_000; i++) {
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException e) {
      // the node has closed, as it should
      assertTrue(e instanceof SocketException, e.toString());
    }
  }

  @Test
  void binaryNoiseIsEchoedLineByLine() throws IOException {
    long seed = Long.getLong("herd.seed", 1L);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(1, 2_000)];
      random.nextBytes(noise);
      StringBuilder expected = new StringBuilder();
      String text = new String(noise, ISO_8859_1);
      for (String line : (text.endsWith("\n") ? text : text + "\n").split("\n", -1)) {
        expected.append("? ").append(line).append('\n');
      }
      expected.setLength(expected.length() - "? \n".length());
      assertEquals(expected.toString(), exchange(noise), "seed " + seed + ", try " + i);
    }
  }

  @Test
  void idleConnectionsAreNoTrouble() throws IOException {
    int count = 10_000;
    long most = fileDescriptors() / 2 - 500;
    for (int i = 0; i < Math.min(count, most); i++) {
      SocketChannel channel = SocketChannel.open(address());
      open.add(channel);
    }
    assertOthersAreServed();
    assertEquals(0, node.stats().count(Count.CONNECTIONS_REFUSED));
  }

  private static long fileDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : 2_000;
  }

  @Test
  void slowWritersAreAnsweredInTheEnd() throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(connect());
    }
    for (byte b : REPORT.getBytes(ISO_8859_1)) {
      for (Socket socket : slow) {
        socket.getOutputStream().write(b);
      }
      assertOthersAreServed();
    }
    for (Socket socket : slow) {
      assertEquals("AT Clark ", new String(socket.getInputStream().readNBytes(9), ISO_8859_1));
    }
  }

  @Test
  void clientsThatNeverReadAreNotReadFromEither() throws IOException {
    ByteBuffer reports = ByteBuffer.wrap(REPORT.repeat(1_000).getBytes(ISO_8859_1));
    for (int i = 0; i < 20; i++) {
      SocketChannel channel = SocketChannel.open(address());
      open.add(channel);
      channel.configureBlocking(false);
      fill(channel, reports);
      assertOthersAreServed();
    }
    assertTrue(node.stats().count(Count.READS_PAUSED) >= 20, node.stats().toString());
  }

  /** Writes until the other side has not taken anything for a while. */
  private void fill(SocketChannel channel, ByteBuffer reports) throws IOException {
    int refusals = 0;
    while (refusals < 100) {
      if (channel.write(reports) == 0) {
        refusals++;
        assertOthersAreServed();
      } else {
        refusals = 0;
      }
      if (!reports.hasRemaining()) {
        reports.rewind();
      }
    }
  }

  @Test
  void hoardersOfUnfinishedLinesLose() throws IOException {
    byte[] half = "h".repeat(100_000).getBytes(ISO_8859_1);
    for (int i = 0; i < 30; i++) {
      Socket socket = connect();
      try {
        socket.getOutputStream().write(half);
      } catch (SocketException e) {
        // it was the one with the most
        assertTrue(socket.isConnected());
      }
    }
    assertOthersAreServed();
    while (node.stats().count(Count.UNFINISHED_FULL) == 0) {
      // what was written may still be on its way
      assertOthersAreServed();
    }
  }

  @Test
  void resetsAreNoTrouble() throws IOException {
    for (int i = 0; i < 300; i++) {
      Socket socket = connect();
      socket.getOutputStream().write((REPORT + "IAM").getBytes(ISO_8859_1));
      socket.setSoLinger(true, 0);
      socket.close();
    }
    assertOthersAreServed();
  }
}
