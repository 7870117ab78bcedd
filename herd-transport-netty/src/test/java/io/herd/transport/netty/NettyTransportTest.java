package io.herd.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is this transport's own, beside the contract. */
@ExtendWith(NoLeaks.class)
final class NettyTransportTest {

  private static final int PATIENCE_SECONDS = 30;
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** Only waits for the end. */
  private static final class Closing implements ConnectionHandler {
    final CompletableFuture<String> end = new CompletableFuture<>();
    private boolean opened;

    @Override
    public void onOpen(Connection connection) {
      opened = true;
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      in.position(in.limit());
    }

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {
      connection.close();
    }

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {
      String name = cause == null ? "no cause" : cause.getClass().getSimpleName();
      end.complete(opened ? "opened, " + name : name);
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Set<String> threads(String start) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(start))
        .collect(Collectors.toSet());
  }

  @Test
  void ioThreadsAreBounded() {
    NettyTransport.Builder builder = NettyTransport.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.ioThreads(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.ioThreads(65));
    builder.ioThreads(0).ioThreads(64);
  }

  @Test
  void threadsHaveTheirNamesAndEndWithTheTransport() throws Exception {
    try (NettyTransport transport =
        NettyTransport.builder().threadName("named").ioThreads(2).build()) {
      assertEquals(Set.of(), threads("named"));
      Listener listener = transport.listen(ANY, connection -> new Closing());
      for (int i = 0; i < 2; i++) {
        Closing client = new Closing();
        transport.loop().execute(() -> transport.connect(listener.address(), new Half(client)));
        await(client.end);
      }
      assertEquals(Set.of("named", "named-io-0", "named-io-1"), threads("named"));
    }
    assertEquals(Set.of(), threads("named"));
  }

  /** Closes as soon as it is open. */
  private record Half(Closing to) implements ConnectionHandler {
    @Override
    public void onOpen(Connection connection) {
      connection.close();
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {}

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {}

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {
      to.onClose(connection, cause);
    }
  }

  @Test
  void connectBelongsToTheLoopAndCloseDoesNot() throws Exception {
    try (NettyTransport transport = NettyTransport.create("mine")) {
      assertThrows(IllegalStateException.class, () -> transport.connect(ANY, new Closing()));
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      transport
          .loop()
          .execute(
              () -> thrown.complete(assertThrows(IllegalStateException.class, transport::close)));
      assertInstanceOf(IllegalStateException.class, await(thrown));
    }
  }

  @Test
  void closedTransportListensNoMore() {
    NettyTransport transport = NettyTransport.create();
    transport.close();
    transport.close();
    assertThrows(IOException.class, () -> transport.listen(ANY, connection -> null));
  }

  @Test
  void hostWithoutAnAddressIsAFailureAndNotLookedUp() throws Exception {
    try (NettyTransport transport = NettyTransport.create()) {
      Closing client = new Closing();
      InetSocketAddress unknown = InetSocketAddress.createUnresolved("clark.invalid", 1);
      transport.loop().execute(() -> transport.connect(unknown, client));
      assertEquals(UnknownHostException.class.getSimpleName(), await(client.end));
    }
  }

  @Test
  void connectionAbortedByItsAcceptorIsToldItsClose() throws Exception {
    try (NettyTransport transport = NettyTransport.create()) {
      Closing server = new Closing();
      Listener listener =
          transport.listen(
              ANY,
              connection -> {
                connection.abort();
                return server;
              });
      InetSocketAddress address = (InetSocketAddress) listener.address();
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        assertEquals("no cause", await(server.end));
        client.setSoTimeout(PATIENCE_SECONDS * 1000);
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @Test
  void readingSwitchedOffByTheAcceptorStaysOff() throws Exception {
    try (NettyTransport transport = NettyTransport.builder().ioThreads(1).build()) {
      CompletableFuture<Connection> accepted = new CompletableFuture<>();
      Closing server = new Closing();
      Listener listener =
          transport.listen(
              ANY,
              connection -> {
                connection.readable(false);
                accepted.complete(connection);
                return server;
              });
      InetSocketAddress address = (InetSocketAddress) listener.address();
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        Connection connection = await(accepted);
        client.shutdownOutput();
        transport.loop().execute(() -> connection.readable(true));
        assertEquals("opened, no cause", await(server.end));
      }
    }
  }

  /** The one test that waits for ten seconds: whoever connects and says nothing must be cut off. */
  @Test
  void handshakeThatDoesNotComeIsEndedWithAnAlert() throws Exception {
    TestCertificates authority = TestCertificates.authority();
    TestEngines engines = TestEngines.of(authority, authority.identity("Clark"));
    try (NettyTransport transport = NettyTransport.create()) {
      Closing server = new Closing();
      Listener listener = transport.listen(ANY, engines, connection -> server);
      InetSocketAddress address = (InetSocketAddress) listener.address();
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        client.setSoTimeout(PATIENCE_SECONDS * 1000);
        byte[] alert = client.getInputStream().readAllBytes();
        assertEquals(0x15, alert[0], Arrays.toString(alert));
      }
      assertEquals("SslHandshakeTimeoutException", await(server.end));
    }
  }
}
