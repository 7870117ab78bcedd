package io.herd.transport.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdNode;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.protocol.ServerId;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of a TLS port can do to a node, and that the others do not feel it. */
final class HostileTlsClientsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REPORT = "IAMAT kiwi +34.068930-118.445127 1621464827.959498503\n";
  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestEngines TLS = TestEngines.of(AUTHORITY, AUTHORITY.identity("Clark"));

  /** Half of a handshake's first record. */
  private static final byte[] HALF_A_HELLO = halfAHello();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Random random = new Random(Long.getLong("herd.seed", 1L));

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private HerdNode node(int ioThreads, int unidentified) {
    HerdNode node =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .transport(NioTransport.builder().ioThreads(ioThreads).build())
            .limits(Limits.builder().unidentified(unidentified).build())
            .tls(TLS)
            .start();
    open.add(0, node); // so that it is closed last
    return node;
  }

  private Socket connect(HerdNode node) throws IOException {
    InetSocketAddress address = (InetSocketAddress) node.address();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    open.add(socket);
    return socket;
  }

  private static void assertOthersAreServed(HerdNode node) throws IOException {
    TlsPeer peer = TlsPeer.connect(node.address(), TLS, PATIENCE);
    try (Socket socket = peer.secured()) {
      peer.write(REPORT.getBytes(ISO_8859_1));
      peer.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(answer.matches("AT Clark \\S+ kiwi \\S+ 1621464827.959498503\n"), answer);
    }
  }

  private static byte[] halfAHello() {
    SSLEngine engine = TLS.dialing(new InetSocketAddress(0));
    ByteBuffer hello = ByteBuffer.allocate(1 << 16);
    try {
      engine.wrap(ByteBuffer.allocate(0), hello);
    } catch (SSLException e) {
      throw new IllegalStateException("no handshake can begin", e);
    }
    byte[] half = new byte[hello.position() / 2];
    hello.flip().get(half);
    return half;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void thousandsOfHalfOpenHandshakesAreNoTrouble(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 5_000);
    for (int i = 0; i < 2_000; i++) {
      Socket socket = connect(node);
      if (i % 2 == 0) {
        socket.getOutputStream().write(HALF_A_HELLO);
      }
    }
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void oldestOfTooManyHalfOpenHandshakesAreDropped(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 10);
    Socket oldest = connect(node);
    oldest.getOutputStream().write(HALF_A_HELLO);
    for (int i = 0; i < 20; i++) {
      connect(node).getOutputStream().write(HALF_A_HELLO);
    }
    assertOthersAreServed(node);
    assertEquals(-1, oldest.getInputStream().read());
    assertTrue(node.stats().count(Count.UNIDENTIFIED_DROPPED) >= 11, node.stats().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void garbageGetsAnAlertAndTheEnd(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 1_000);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(5, 3_000)];
      random.nextBytes(garbage);
      garbage[0] = 23; // no record can begin a handshake with this
      garbage[3] = 0;
      Socket socket = connect(node);
      socket.getOutputStream().write(garbage);
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      assertTrue(answer.length == 0 || answer[0] == 21, "not an alert: " + answer[0]);
    }
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void plainClientGetsAnAlertAndTheEnd(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 1_000);
    Socket socket = connect(node);
    socket.getOutputStream().write(REPORT.getBytes(ISO_8859_1));
    byte[] answer = socket.getInputStream().readAllBytes();
    assertEquals(7, answer.length);
    assertEquals(21, answer[0]);
    assertEquals(2, answer[5]); // fatal
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void byteAtATimeIsAHandshakeToo(int ioThreads) throws Exception {
    HerdNode node = node(ioThreads, 1_000);
    for (int i = 0; i < 50; i++) {
      Socket socket = connect(node);
      socket.setTcpNoDelay(true);
      for (byte each : HALF_A_HELLO) {
        socket.getOutputStream().write(each);
      }
    }
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void floodOfHandshakesDoesNotStopOthers(int ioThreads) throws Exception {
    HerdNode node = node(ioThreads, 10_000);
    TlsPeer early = TlsPeer.connect(node.address(), TLS, PATIENCE);
    open.add(early);
    byte[] hello = new byte[2 * HALF_A_HELLO.length];
    SSLEngine engine = TLS.dialing(new InetSocketAddress(0));
    ByteBuffer record = ByteBuffer.allocate(1 << 16);
    engine.wrap(ByteBuffer.allocate(0), record);
    record.flip().get(hello, 0, Math.min(record.remaining(), hello.length));
    for (int i = 0; i < 300; i++) {
      connect(node).getOutputStream().write(hello);
      if (i % 30 == 0) {
        early.write(REPORT.getBytes(ISO_8859_1));
        assertTrue(early.read(new byte[200]) > 0);
      }
    }
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void connectionsCutInsideOfAHandshakeAreNoTrouble(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 1_000);
    for (int i = 0; i < 300; i++) {
      Socket socket = connect(node);
      socket.getOutputStream().write(HALF_A_HELLO, 0, random.nextInt(HALF_A_HELLO.length));
      if (i % 2 == 0) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    }
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void renegotiationIsRefused(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 1_000);
    TlsPeer peer = TlsPeer.connect(node.address(), TLS, PATIENCE);
    open.add(peer.socket());
    peer.secured().setEnabledProtocols(new String[] {"TLSv1.2"});
    peer.write(REPORT.getBytes(ISO_8859_1));
    assertTrue(peer.read(new byte[200]) > 0);
    int answered;
    try {
      peer.secured().startHandshake();
      peer.write(REPORT.getBytes(ISO_8859_1));
      answered = peer.read(new byte[200]);
    } catch (SSLException | SocketException e) {
      answered = -1;
    }
    assertEquals(-1, answered);
    assertOthersAreServed(node);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void keysMayBeUpdatedAtAnyTime(int ioThreads) throws IOException {
    HerdNode node = node(ioThreads, 1_000);
    TlsPeer peer = TlsPeer.connect(node.address(), TLS, PATIENCE);
    open.add(peer);
    for (int i = 0; i < 20; i++) {
      peer.secured().startHandshake(); // after the first time, TLS 1.3 has new keys instead
      peer.write(REPORT.getBytes(ISO_8859_1));
      assertTrue(peer.read(new byte[200]) > 0);
    }
  }
}
