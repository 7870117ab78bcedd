package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The part of {@link TlsTransportContract} about what goes over secured connections. */
public interface TlsStreamContract extends TlsSource {

  /** Rule 2 below TLS: records come in any pieces, many of them or part of one at a time. */
  @Test
  default void recordsMayComeInAnyPieces() throws Exception {
    Seeds.each(
        random -> {
          try (Rig rig = new Rig(this)) {
            byte[] sent = Bytes.random(random.nextLong(), 60_000);
            int most = 1 << random.nextInt(12);
            Random pieces = new Random(random.nextLong());
            Probe probe = rig.probe();
            rig.expect(probe);
            TlsPeer peer =
                TlsPeer.over(
                    TlsRigs.dialPlain(this, rig),
                    TlsRigs.clark(this),
                    tlsProtocol(),
                    () -> 1 + pieces.nextInt(most));
            peer.write(sent);
            peer.shutdownOutput();
            assertEquals(0, rig.await(probe.ended).length);
            assertArrayEquals(sent, probe.received());
          }
        });
  }

  /** Both directions at once, much more than fits any buffer, through a small outbox. */
  @Test
  default void muchGoesBothWaysAtOnce() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] up = Bytes.random(1, 8_000_000);
      byte[] down = Bytes.random(2, 8_000_000);
      Sender sender = new Sender(rig, down, new Random(3), connection -> {});
      Probe probe =
          rig.probe()
              .whenOpen(connection -> connection.outboxBytesMax(10_000))
              .whenDrained(sender::onDrained);
      TransportPeer peer = rig.dial(probe);
      CompletableFuture<byte[]> read = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  read.complete(Bytes.read(peer, down.length));
                } catch (IOException e) {
                  read.completeExceptionally(e);
                }
              });
      reader.start();
      Connection connection = rig.open(probe);
      rig.run(() -> sender.send(connection));
      peer.write(up);
      assertArrayEquals(up, probe.awaitReceived(up.length));
      assertArrayEquals(down, rig.await(read));
      reader.join();
    }
  }

  /** A cut stream must not look like a whole one, wherever it is cut. */
  @Test
  default void endWithoutAGoodbyeIsAFailure() throws Exception {
    for (byte[] last : new byte[][] {{}, {0x17}, {0x17, 3, 3, 0, 40, 1, 2, 3}}) {
      try (Rig rig = new Rig(this)) {
        Probe probe = rig.probe();
        TlsPeer peer = TlsRigs.open(this, rig, probe);
        peer.write(Bytes.ascii("half a li"));
        probe.awaitReceived(9);
        peer.plain().write(last);
        peer.plain().shutdownOutput();
        assertTrue(rig.await(probe.closed).isPresent());
        assertFalse(probe.ended.isDone());
      }
    }
  }

  /** The other side can tell a close from a cut too. */
  @Test
  default void closeSaysGoodbye() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            Bytes.send(connection, Bytes.ascii("bye"));
            probe.close(connection);
          });
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("a"));
      assertArrayEquals(Bytes.ascii("bye"), Bytes.readToEnd(peer));
      peer.close();
      assertTrue(rig.await(probe.closed).isEmpty());
    }
  }

  /** Bytes that are given up must be missed. */
  @Test
  default void abortWithBytesUnsentSaysNoGoodbye() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            connection.send(new byte[32 << 20], 0, 32 << 20);
            probe.abort(connection);
          });
      TlsPeer peer = TlsRigs.open(this, rig, probe);
      peer.write(Bytes.ascii("a"));
      assertNotNull(TlsRigs.readOut(peer));
      rig.await(probe.closed);
    }
  }

  /** A record that nobody with the keys has made: not a byte of it reaches the handler. */
  @Test
  default void forgedRecordIsAFailure() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      TlsPeer peer = TlsRigs.open(this, rig, probe);
      peer.write(Bytes.ascii("true"));
      probe.awaitReceived(4);
      byte[] forged = Bytes.random(1, 105);
      System.arraycopy(new byte[] {0x17, 3, 3, 0, 100}, 0, forged, 0, 5);
      peer.plain().write(forged);
      assertTrue(rig.await(probe.closed).isPresent());
      assertArrayEquals(Bytes.ascii("true"), probe.received());
      assertNotNull(TlsRigs.readOut(peer));
    }
  }

  /**
   * The other side asks for new keys, or until 1.2 for a new handshake, in the middle: that works,
   * or is refused, but never in silence.
   */
  @Test
  default void newKeysInTheMiddleAreTakenOrRefused() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe().echo();
      TlsPeer peer = TlsRigs.open(this, rig, probe);
      peer.write(Bytes.ascii("before"));
      assertArrayEquals(Bytes.ascii("before"), Bytes.read(peer, 6));
      try {
        peer.renew();
        peer.write(Bytes.ascii("after"));
        assertArrayEquals(Bytes.ascii("after"), Bytes.read(peer, 5));
      } catch (IOException e) {
        assertEquals("TLSv1.2", tlsProtocol(), "only a whole handshake may be refused");
        assertTrue(rig.await(probe.closed).isPresent());
      }
    }
  }
}
