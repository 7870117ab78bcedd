package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Listener;
import io.herd.spi.Transport;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract of TLS does not say: time limits, and keys without end. */
@Timeout(120)
final class NioTlsTest {

  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final Timeouts SHORT_HANDSHAKE =
      new Timeouts(LONG_NANOS, SHORT_NANOS, LONG_NANOS, LONG_NANOS);
  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestEngines TLS = TestEngines.of(AUTHORITY, AUTHORITY.identity("Clark"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void slowClientIsSentAnAlert(int ioThreads) throws Exception {
    Recorder server = new Recorder();
    try (Transport transport =
            NioTransport.builder().ioThreads(ioThreads).timeouts(SHORT_HANDSHAKE).build();
        Listener listener = transport.listen(loopback(), TLS, connection -> server);
        Socket slow = new Socket()) {
      slow.connect(listener.address());
      slow.getOutputStream().write(new byte[] {0x16, 3, 1});
      byte[] answer = slow.getInputStream().readAllBytes();
      assertTrue(answer.length >= 7 && answer[0] == 21, "no alert");
      assertInstanceOf(SocketTimeoutException.class, await(server.closed).orElseThrow());
      assertFalse(server.opened.isDone());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void serverThatSaysNothingIsGivenUp(int ioThreads) throws Exception {
    Recorder client = new Recorder();
    try (Transport transport =
            NioTransport.builder().ioThreads(ioThreads).timeouts(SHORT_HANDSHAKE).build();
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      transport
          .loop()
          .execute(() -> transport.connect(silent.getLocalSocketAddress(), TLS, client));
      assertInstanceOf(SocketTimeoutException.class, await(client.closed).orElseThrow());
      assertFalse(client.opened.isDone());
    }
  }

  /**
   * The answers to them are not heaped up: reading stops until the other side takes them. Over a
   * Unix socket, whose buffers are small.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void newKeysWithoutEndAreNotReadWhileTheAnswersAreNot(int ioThreads, @TempDir Path directory)
      throws Exception {
    Recorder server = new Recorder();
    SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("herd"));
    try (Transport transport = NioTransport.builder().ioThreads(ioThreads).build();
        Listener listener = transport.listen(address, TLS, connection -> server);
        EngineClient hostile = new EngineClient(listener.address(), TLS);
        EngineClient other = new EngineClient(listener.address(), TLS)) {
      int refusals = 0;
      while (refusals < 50) {
        if (hostile.flush()) {
          hostile.updateKeys();
          refusals = 0;
        } else {
          refusals++;
          assertServed(other);
        }
      }
      hostile.encrypt(new byte[] {7});
      while (hostile.read() == 0) {
        hostile.flush();
      }
      assertFalse(server.closed.isDone());
    }
  }

  private static void assertServed(EngineClient client) throws IOException {
    client.encrypt(new byte[] {7});
    while (client.read() == 0) {
      Thread.onSpinWait();
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
