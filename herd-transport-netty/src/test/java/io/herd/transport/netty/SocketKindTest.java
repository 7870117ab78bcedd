package io.herd.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which sockets are used. */
final class SocketKindTest {

  @Test
  void epollIsUsedWhereItsLibraryLoadsAndNioOtherwise() {
    try (NettyTransport transport = NettyTransport.builder().ioThreads(2).build()) {
      String expected = System.getProperty("herd.sockets");
      assertEquals(expected, transport.sockets());
      assertEquals("Netty on " + expected + " with 2 I/O threads", transport.toString());
    }
  }

  @Test
  void libraryOfAnotherVersionThanItsClassesIsNotUsed() {
    assertEquals(SocketKind.NIO, SocketKind.bestOf("4.2.7.Final", "4.2.20.Final"));
    assertEquals(SocketKind.EPOLL, SocketKind.bestOf("4.2.20.Final", "4.2.20.Final"));
  }

  @Test
  void versionsThatDoNotTellAreTakenForOne() {
    assertEquals(SocketKind.EPOLL, SocketKind.bestOf(null, "4.2.20.Final"));
    assertEquals(SocketKind.EPOLL, SocketKind.bestOf("4.2.20.Final", null));
  }
}
