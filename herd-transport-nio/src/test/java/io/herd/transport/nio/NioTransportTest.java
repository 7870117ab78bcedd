package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import io.herd.spi.Listener;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not say: Unix sockets, time limits, misuse. */
@Timeout(60)
final class NioTransportTest {

  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

  private final List<Transport> transports = new ArrayList<>();

  @AfterEach
  void closeAll() {
    transports.forEach(Transport::close);
  }

  private static Recorder closingAtOnce() {
    return new Recorder() {
      @Override
      public void onOpen(Connection connection) {
        connection.close();
      }
    };
  }

  @Test
  void unixDomainSocketsAreServed(@TempDir Path directory) throws Exception {
    Transport transport = opened(NioTransport.create());
    Recorder server = new Recorder();
    SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("herd"));
    Listener listener = transport.listen(address, connection -> server);
    try (SocketChannel peer = SocketChannel.open(listener.address())) {
      peer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      peer.shutdownOutput();
      assertEquals(3, Channels.newInputStream(peer).readAllBytes().length);
    }
    assertTrue(await(server.closed).isEmpty());
    Recorder client = new Recorder();
    transport.loop().execute(() -> transport.connect(listener.address(), client));
    Connection connection = await(client.opened);
    assertEquals(address, connection.remoteAddress());
  }

  @Test
  void threadHasTheNameItWasGiven() throws Exception {
    Transport transport = opened(NioTransport.create("a name"));
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    transport.loop().execute(() -> thread.complete(Thread.currentThread()));
    assertEquals("a name", await(thread).getName());
    assertEquals(false, await(thread).isDaemon());
  }

  @Test
  void closeOnTheLoopIsRefused() throws Exception {
    Transport transport = opened(NioTransport.create());
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    transport
        .loop()
        .execute(
            () -> refused.complete(assertThrows(IllegalStateException.class, transport::close)));
    assertInstanceOf(IllegalStateException.class, await(refused));
  }

  @Test
  void connectOffTheLoopIsRefused() {
    Transport transport = opened(NioTransport.create());
    assertThrows(IllegalStateException.class, () -> transport.connect(loopback(), new Recorder()));
  }

  @Test
  void listenAfterTheCloseIsRefused() {
    Transport transport = NioTransport.create();
    transport.close();
    assertThrows(IOException.class, () -> transport.listen(loopback(), connection -> null));
  }

  @Test
  void unresolvedNameIsTheCause() throws Exception {
    Transport transport = opened(NioTransport.create());
    Recorder client = new Recorder();
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    transport.loop().execute(() -> transport.connect(nowhere, client));
    assertInstanceOf(UnknownHostException.class, await(client.closed).orElseThrow());
  }

  @Test
  void connectThatIsNotAnsweredEnds() throws Exception {
    Transport transport = opened(withTimeouts(new Timeouts(SHORT_NANOS, LONG_NANOS, 1, 1)));
    List<Recorder> clients = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 20; i++) {
        Recorder client = new Recorder();
        clients.add(client);
        transport.loop().execute(() -> transport.connect(full.getLocalSocketAddress(), client));
      }
      CompletableFuture<?>[] closes =
          clients.stream().map(client -> client.closed).toArray(CompletableFuture<?>[]::new);
      await(CompletableFuture.anyOf(closes)); // its queue is full, nobody is told no
    }
    assertTrue(clients.stream().filter(client -> client.closed.isDone()).count() > 0);
  }

  @Test
  void peerThatReadsNothingIsCutOffWithACause() throws Exception {
    Transport transport =
        opened(withTimeouts(new Timeouts(LONG_NANOS, LONG_NANOS, SHORT_NANOS, LONG_NANOS)));
    Recorder server =
        new Recorder() {
          @Override
          public void onOpen(Connection connection) {
            connection.send(new byte[32 << 20], 0, 32 << 20);
            connection.close();
          }
        };
    Listener listener = transport.listen(loopback(), connection -> server);
    try (Socket peer = new Socket()) {
      peer.connect(listener.address());
      assertInstanceOf(SocketTimeoutException.class, await(server.closed).orElseThrow());
      assertThrows(IOException.class, () -> peer.getInputStream().readAllBytes());
    }
  }

  @Test
  void peerThatNeverClosesIsCutOffWithoutACause() throws Exception {
    Transport transport =
        opened(withTimeouts(new Timeouts(LONG_NANOS, LONG_NANOS, LONG_NANOS, SHORT_NANOS)));
    Recorder server = closingAtOnce();
    Listener listener = transport.listen(loopback(), connection -> server);
    try (Socket peer = new Socket()) {
      peer.connect(listener.address());
      assertTrue(await(server.closed).isEmpty());
    }
  }

  @Test
  void peerThatNeverStopsSendingIsCutOff() throws Exception {
    Transport transport =
        opened(withTimeouts(new Timeouts(LONG_NANOS, LONG_NANOS, LONG_NANOS, LONG_NANOS)));
    Recorder server = closingAtOnce();
    Listener listener = transport.listen(loopback(), connection -> server);
    try (Socket peer = new Socket()) {
      peer.connect(listener.address());
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              peer.getOutputStream().write(new byte[1 << 16]);
            }
          });
      assertTrue(await(server.closed).isEmpty());
    }
  }

  @Test
  void loopSurvivesBeingInterrupted() throws Exception {
    Transport transport = opened(NioTransport.create());
    Recorder server = new Recorder();
    Listener listener = transport.listen(loopback(), connection -> server);
    try (Socket peer = new Socket()) {
      peer.connect(listener.address());
      await(server.opened);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      transport
          .loop()
          .execute(
              () -> {
                Thread.currentThread().interrupt();
                interrupted.complete(true);
              });
      await(interrupted);
      peer.getOutputStream().write(7);
      assertEquals(7, peer.getInputStream().read());
    }
  }

  private static Transport withTimeouts(Timeouts timeouts) {
    return NioTransport.builder().timeouts(timeouts).build();
  }

  private <T extends Transport> T opened(T transport) {
    transports.add(transport);
    return transport;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
