package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import io.herd.spi.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The part of {@link TransportContract} about how connections begin and end. */
public interface ClosingContract extends TransportSource {

  /** Rule 1: inside any callback a close is followed by one onClose, later. */
  @Test
  default void closeInsideACallbackIsFollowedByOneOnClose() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe inOpen = rig.probe();
      inOpen.whenOpen(inOpen::close);
      Probe inData = rig.probe();
      inData.whenData((connection, in) -> inData.close(connection));
      Probe inEnd = rig.probe();
      inEnd.whenEnd((connection, rest) -> inEnd.close(connection));
      for (Probe probe : List.of(inOpen, inData, inEnd)) {
        try (TransportPeer peer = rig.dial(probe)) {
          if (probe != inOpen) {
            peer.write(Bytes.ascii("a"));
            peer.shutdownOutput();
          }
          assertEquals(0, Bytes.readToEnd(peer).length);
        }
        assertTrue(rig.await(probe.closed).isEmpty());
      }
    }
  }

  /** Rule 1, for the abort, and closing again changes nothing. */
  @Test
  default void abortIsFollowedByOneOnClose() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe inData = rig.probe();
      inData.whenData(
          (connection, in) -> {
            inData.abort(connection);
            connection.abort();
            connection.close();
          });
      TransportPeer peer = rig.dial(inData);
      peer.write(Bytes.ascii("a"));
      rig.await(inData.closed);
      Bytes.readOut(peer);
      Probe idle = rig.probe();
      TransportPeer other = rig.dial(idle);
      Connection connection = rig.open(idle);
      rig.run(
          () -> {
            connection.close();
            connection.close();
            idle.abort(connection);
          });
      assertTrue(rig.await(idle.closed).isEmpty());
      Bytes.readOut(other);
      rig.run(
          () -> {
            rig.check(Bytes.send(connection, Bytes.ascii("late")), "a closed outbox refuses");
            connection.readable(true);
            connection.close();
          });
      assertTrue(connection.remoteAddress() != null);
    }
  }

  /** What was sent before the close arrives, however slowly it is read. */
  @Test
  default void closeDeliversWhatWasSent() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] all = Bytes.random(6, 8_000_000);
      Probe probe = rig.probe();
      probe.whenOpen(
          connection -> {
            Bytes.send(connection, all);
            probe.close(connection);
            rig.check(Bytes.send(connection, all), "a closing outbox refuses");
          });
      TransportPeer peer = rig.dial(probe);
      assertArrayEquals(all, Bytes.readToEnd(peer));
      peer.close();
      assertTrue(rig.await(probe.closed).isEmpty());
    }
  }

  /** What comes after the close is dropped, but does not reset the connection under the answer. */
  @Test
  default void lastAnswerIsNotLostToAPeerThatKeepsSending() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] answer = Bytes.random(7, 10_000);
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            Bytes.send(connection, answer);
            probe.close(connection);
          });
      TransportPeer peer = rig.dial(probe);
      for (int i = 0; i < 1000; i++) {
        peer.write(new byte[1000]);
      }
      peer.shutdownOutput();
      assertArrayEquals(answer, Bytes.readToEnd(peer));
      assertTrue(rig.await(probe.closed).isEmpty());
    }
  }

  /** A peer that reads nothing, or never closes, does not keep a connection for ever. */
  @Test
  default void peerThatDoesNothingIsCutOff() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe unread = rig.probe();
      unread.whenOpen(
          connection -> {
            connection.send(new byte[32 << 20], 0, 32 << 20);
            unread.close(connection);
          });
      Probe unclosed = rig.probe();
      unclosed.whenOpen(unclosed::close);
      rig.dial(unread);
      rig.dial(unclosed);
      rig.await(unclosed.closed);
      rig.await(unread.closed);
    }
  }

  /** A close by the other side is an ordinary one, also if bytes come with it. */
  @Test
  default void closeByTheOtherSideIsAnEndAndThenACloseWithoutCause() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe server = rig.probe();
      server.whenEnd((connection, rest) -> server.close(connection));
      rig.expect(server);
      Probe client = rig.probe();
      client.whenOpen(
          connection -> {
            Bytes.send(connection, Bytes.ascii("bye"));
            client.close(connection);
          });
      rig.connect(rig.address(), client);
      assertArrayEquals(Bytes.ascii("bye"), server.awaitReceived(3));
      assertTrue(rig.await(server.closed).isEmpty());
      assertTrue(rig.await(client.closed).isEmpty());
    }
  }

  /** No connection: onClose alone, with the cause, and not inside connect. */
  @Test
  default void failedConnectIsToldByOnCloseAlone() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      rig.connect(deadAddress(), probe);
      assertTrue(rig.await(probe.closed).isPresent());
      assertFalse(probe.opened.isDone());
    }
  }

  /** An address of a kind that the transport does not know is a failure like any other. */
  @Test
  default void connectToAnUnknownKindOfAddressIsToldByOnCloseAlone() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      rig.connect(new SocketAddress() {}, probe);
      assertTrue(rig.await(probe.closed).isPresent());
    }
  }

  /** Listeners get addresses of their own, and a taken one is refused to the caller. */
  @Test
  default void listenersHaveAddressesOfTheirOwn() throws Exception {
    try (Rig rig = new Rig(this)) {
      Listener first = rig.transport().listen(anyAddress(), connection -> null);
      Listener second = rig.transport().listen(anyAddress(), connection -> null);
      assertNotEquals(first.address(), second.address());
      assertNotEquals(anyAddress(), first.address());
      assertThrows(
          IOException.class, () -> rig.transport().listen(first.address(), connection -> null));
    }
  }

  /** An acceptor's null refuses, as does an exception, and the next one is accepted. */
  @Test
  default void acceptorMayRefuse() throws Exception {
    try (Rig rig = new Rig(this)) {
      AtomicInteger asked = new AtomicInteger();
      Probe probe = rig.probe().echo();
      Listener listener =
          rig.transport()
              .listen(
                  anyAddress(),
                  connection -> {
                    return switch (asked.incrementAndGet()) {
                      case 1 -> null;
                      case 2 -> throw new IllegalStateException("thrown on purpose");
                      default -> probe;
                    };
                  });
      for (int i = 0; i < 2; i++) {
        try (TransportPeer refused = dial(listener.address())) {
          Bytes.readOut(refused);
        }
      }
      try (TransportPeer accepted = dial(listener.address())) {
        accepted.write(Bytes.ascii("a"));
        assertEquals(1, Bytes.read(accepted, 1).length);
      }
    }
  }

  /** A closed listener asks its acceptor no more; what it accepted goes on. */
  @Test
  default void listenerCloseKeepsAcceptedConnections() throws Exception {
    try (Rig rig = new Rig(this)) {
      AtomicInteger asked = new AtomicInteger();
      Probe probe = rig.probe().echo();
      Listener listener =
          rig.transport()
              .listen(
                  anyAddress(),
                  connection -> {
                    asked.incrementAndGet();
                    return probe;
                  });
      try (TransportPeer peer = dial(listener.address())) {
        rig.await(probe.opened);
        listener.close();
        listener.close();
        Probe late = rig.probe();
        late.whenEnd((connection, rest) -> late.close(connection));
        rig.connect(listener.address(), late);
        rig.run(() -> {});
        peer.write(Bytes.ascii("still there"));
        assertArrayEquals(Bytes.ascii("still there"), Bytes.read(peer, 11));
        rig.await(late.closed);
        assertEquals(1, asked.get());
      }
    }
  }

  /** An exception out of a callback closes that connection with it, and no other. */
  @Test
  default void exceptionInACallbackClosesThatConnectionOnly() throws Exception {
    RuntimeException thrown = new IllegalStateException("thrown on purpose");
    try (Rig rig = new Rig(this)) {
      Probe witness = rig.probe().echo();
      TransportPeer peer = rig.dial(witness);
      Probe inOpen =
          rig.probe()
              .whenOpen(
                  connection -> {
                    throw thrown;
                  });
      Probe inData =
          rig.probe()
              .whenData(
                  (connection, in) -> {
                    throw thrown;
                  });
      Probe inEnd =
          rig.probe()
              .whenEnd(
                  (connection, rest) -> {
                    throw thrown;
                  });
      for (Probe probe : List.of(inOpen, inData, inEnd)) {
        TransportPeer other = rig.dial(probe);
        if (probe != inOpen) {
          other.write(Bytes.ascii("a"));
          other.shutdownOutput();
        }
        assertSame(thrown, rig.await(probe.closed).orElse(null));
        Bytes.readOut(other);
      }
      peer.write(Bytes.ascii("alive"));
      assertArrayEquals(Bytes.ascii("alive"), Bytes.read(peer, 5));
      assertFalse(witness.closed.isDone());
    }
  }

  /**
   * The end of the transport is the end of its connections, each told once, and of its listeners.
   */
  @Test
  default void transportCloseClosesEverything() throws Exception {
    Probe server;
    Probe client;
    SocketAddress address;
    Probe late;
    try (Rig other = new Rig(this)) {
      try (Rig rig = new Rig(this)) {
        server = rig.probe();
        rig.expect(server);
        client = rig.probe();
        address = rig.address();
        rig.connect(address, client);
        rig.await(server.opened);
        rig.await(client.opened);
      }
      assertTrue(server.closed.isDone());
      assertTrue(client.closed.isDone());
      late = other.probe();
      other.connect(address, late);
      assertTrue(other.await(late.closed).isPresent());
    }
  }
}
