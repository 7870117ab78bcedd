package io.herd.transport.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.HerdNode;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore;
import io.herd.store.LogStore;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that throws costs the reports it was given, not the node. */
@Timeout(20)
final class FailingStoreTest {

  private final AtomicInteger failures = new AtomicInteger(1);

  private LocationStore store() {
    LocationStore store = new LogStore(60_000_000_000L, 1);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("accept") && failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the store takes no more");
          }
          return method.invoke(store, arguments);
        };
    ClassLoader loader = FailingStoreTest.class.getClassLoader();
    Class<?>[] types = {LocationStore.class};
    return (LocationStore) Proxy.newProxyInstance(loader, types, handler);
  }

  private static void report(HerdNode node, String line) throws IOException {
    InetSocketAddress address = (InetSocketAddress) node.address();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(line.getBytes(US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
  }

  @Test
  void turnsGoOnAfterTheStoreHasThrown() throws Exception {
    try (HerdNode node =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .transport(NioTransport.create())
            .store(store())
            .start()) {
      report(node, "IAMAT emu +1-1 1621464827\n");
      while (failures.get() > 0) {
        Thread.sleep(1);
      }
      report(node, "IAMAT kiwi +2-2 1621464827\n");
      // told at the end of a turn
      while (node.stats().clients() == 0) {
        Thread.sleep(1);
      }
      assertEquals(1, node.stats().clients());
    }
  }
}
