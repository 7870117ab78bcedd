package io.herd.examples.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Listener;
import io.herd.spi.Transport;
import io.herd.testkit.transport.TransportContract;
import io.herd.testkit.transport.TransportPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over socket files, and what is special about these. */
final class UnixTransportTest implements TransportContract {

  @TempDir Path directory;
  private int files;

  @Override
  public Transport newTransport() {
    return new UnixTransport();
  }

  @Override
  public SocketAddress anyAddress() {
    return UnixDomainSocketAddress.of(directory.resolve("socket-" + files++));
  }

  @Override
  public SocketAddress deadAddress() {
    return anyAddress();
  }

  @Override
  public TransportPeer dial(SocketAddress address) throws IOException {
    return TransportPeer.unix(address, patience());
  }

  private Path file(SocketAddress address) {
    return ((UnixDomainSocketAddress) address).getPath();
  }

  @Test
  void socketFileIsThereAsLongAsTheListener() throws Exception {
    try (Transport transport = newTransport()) {
      Listener first = transport.listen(anyAddress(), connection -> null);
      assertTrue(Files.exists(file(first.address())));
      first.close();
      assertFalse(Files.exists(file(first.address())));
      Listener second = transport.listen(first.address(), connection -> null);
      transport.close();
      assertFalse(Files.exists(file(second.address())));
    }
  }

  @Test
  void socketFileLeftBehindIsReplaced() throws Exception {
    SocketAddress address = anyAddress();
    try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      crashed.bind(address);
    }
    assertTrue(Files.exists(file(address)));
    try (Transport transport = newTransport()) {
      assertEquals(address, transport.listen(address, connection -> null).address());
    }
  }

  @Test
  void fileThatIsNoSocketIsNotReplaced() throws Exception {
    SocketAddress address = anyAddress();
    Files.writeString(file(address), "precious");
    try (Transport transport = newTransport()) {
      assertThrows(IOException.class, () -> transport.listen(address, connection -> null));
    }
    assertEquals("precious", Files.readString(file(address)));
  }

  @Test
  void otherAddressesAreRefused() throws Exception {
    try (Transport transport = newTransport()) {
      assertThrows(
          IOException.class, () -> transport.listen(new InetSocketAddress(0), connection -> null));
    }
  }

  @Test
  void herdOfTwoRuns() throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    try {
      UnixHerd.main(new String[] {directory.toString()});
    } finally {
      System.setIn(before);
    }
    try (var left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }
}
