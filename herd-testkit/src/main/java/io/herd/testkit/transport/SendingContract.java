package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import io.herd.spi.Loop;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link TransportContract} about what is sent to the other side. */
public interface SendingContract extends TransportSource {

  /** Rule 3, with a reader that reads nothing until something was refused. */
  @Test
  default void slowReaderGetsEveryByteOnceAndRefusalsAreFollowedByOneDrain() throws Exception {
    Seeds.each(
        random -> {
          try (Rig rig = new Rig(this)) {
            byte[] all = Bytes.random(random.nextLong(), 6_000_000);
            Sender sender = new Sender(rig, all, new Random(random.nextLong()), Connection::close);
            int outboxBytes = 1 << (10 + random.nextInt(8));
            Probe probe =
                rig.probe()
                    .whenOpen(connection -> connection.outboxBytesMax(outboxBytes))
                    .whenDrained(sender::onDrained);
            TransportPeer peer = rig.dial(probe);
            Connection connection = rig.open(probe);
            rig.run(() -> sender.send(connection));
            rig.await(sender.refused());
            assertArrayEquals(all, Bytes.read(peer, all.length));
            assertEquals(0, Bytes.readToEnd(peer).length);
            peer.close();
            rig.await(probe.closed);
            assertEquals(sender.refusals(), probe.drains.get());
          }
        });
  }

  /** Rule 3 at the bound: what one turn sends waits unwritten, so the sum is known exactly. */
  @Test
  default void outboxTakesAsMuchAsItsBoundAndNoMore() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("a"));
      probe.awaitReceived(1); // the turn of the opening is over, with what a handshake has to write
      Connection connection = rig.open(probe);
      List<Boolean> taken =
          rig.call(
              () -> {
                connection.outboxBytesMax(100);
                rig.check(connection.unsentBytes() == 0, "unsent bytes before a send");
                List<Boolean> answers =
                    IntStream.of(60, 39, 2, 1, 1, 0)
                        .mapToObj(length -> connection.send(new byte[length], 0, length))
                        .toList();
                rig.check(connection.unsentBytes() == 100, "not 100 unsent bytes");
                return answers;
              });
      assertEquals(List.of(true, true, false, true, false, true), taken);
      assertEquals(100, Bytes.read(peer, 100).length);
      rig.run(() -> probe.close(connection));
      assertEquals(0, Bytes.readToEnd(peer).length);
    }
  }

  /** Rule 3: refusals of one turn are answered together, and by nothing once they are. */
  @Test
  default void refusalsBeforeADrainAreAnsweredByOne() throws Exception {
    try (Rig rig = new Rig(this)) {
      CompletableFuture<Boolean> drained = new CompletableFuture<>();
      Probe probe = rig.probe().whenDrained(connection -> drained.complete(true));
      TransportPeer peer = rig.dial(probe);
      Connection connection = rig.open(probe);
      rig.run(
          () -> {
            connection.outboxBytesMax(10);
            connection.send(new byte[10], 0, 10);
            for (int i = 0; i < 5; i++) {
              rig.check(!connection.send(new byte[1], 0, 1), "taken beyond the bound");
            }
          });
      rig.await(drained);
      for (int i = 0; i < 20; i++) {
        rig.run(() -> rig.check(connection.send(new byte[1], 0, 1), "refused without need"));
        Bytes.read(peer, i == 0 ? 11 : 1);
      }
      assertEquals(1, probe.drains.get());
    }
  }

  /** Without a refusal there is nothing to be told. */
  @Test
  default void nothingIsDrainedWithoutARefusal() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe().echo();
      TransportPeer peer = rig.dial(probe);
      for (int i = 0; i < 100; i++) {
        peer.write(new byte[1000]);
        assertEquals(1000, Bytes.read(peer, 1000).length);
      }
      assertEquals(0, probe.drains.get());
    }
  }

  /** An empty outbox takes anything, or what is longer than the bound could never be sent. */
  @Test
  default void emptyOutboxTakesAnyLength() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] all = Bytes.random(5, 4_000_000);
      Probe probe =
          rig.probe()
              .whenOpen(
                  connection -> {
                    connection.outboxBytesMax(1);
                    rig.check(Bytes.send(connection, all), "an empty outbox refuses");
                  });
      assertArrayEquals(all, Bytes.read(rig.dial(probe), all.length));
    }
  }

  /** The array stays the caller's, who may write to it at once; an offset is kept to. */
  @Test
  default void bytesAreCopiedOrWrittenBeforeSendReturns() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      TransportPeer peer = rig.dial(probe);
      Connection connection = rig.open(probe);
      rig.run(
          () -> {
            byte[] scratch = Bytes.ascii("..abc..");
            connection.send(scratch, 2, 3);
            Arrays.fill(scratch, (byte) 'x');
          });
      assertArrayEquals(Bytes.ascii("abc"), Bytes.read(peer, 3));
    }
  }

  /**
   * Rule 7: a callback sends much in small pieces, and so do tasks that it gives; all of it is one
   * turn. What was written at once can be read at once, so the number of reads tells the number of
   * writes. A few more are let pass: the way there may cut a write in two.
   */
  @Test
  default void whatATurnSendsGoesOutInOneWrite() throws Exception {
    int rounds = 50;
    int pieces = 300;
    byte[] piece = Bytes.ascii("0123456789");
    try (Rig rig = new Rig(this)) {
      Loop loop = rig.transport().loop();
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            probe.take(in);
            sendTimes(connection, piece, pieces);
            loop.execute(
                () -> {
                  sendTimes(connection, piece, pieces);
                  loop.execute(() -> sendTimes(connection, piece, pieces));
                });
          });
      TransportPeer peer = rig.dial(probe);
      int reads = 0;
      byte[] into = new byte[1 << 16];
      for (int i = 0; i < rounds; i++) {
        peer.write(new byte[] {1});
        for (int read = 0; read < 3 * pieces * piece.length; reads++) {
          int count = peer.read(into);
          assertTrue(count > 0);
          read += count;
        }
      }
      assertTrue(reads <= rounds + rounds / 2, reads + " reads for " + rounds + " turns");
    }
  }

  /** Many connections at once, all of them alive. */
  @Test
  default void manyConnectionsAreServed() throws Exception {
    try (Rig rig = new Rig(this)) {
      List<Probe> clients =
          IntStream.range(0, manyConnections()).mapToObj(i -> rig.probe()).toList();
      clients.forEach(client -> rig.expect(rig.probe().echo()));
      for (Probe client : clients) {
        rig.connect(rig.address(), client);
      }
      for (int i = 0; i < clients.size(); i++) {
        Connection connection = rig.open(clients.get(i));
        byte[] number = Bytes.ascii("client " + i);
        rig.run(() -> Bytes.send(connection, number));
      }
      for (int i = 0; i < clients.size(); i++) {
        byte[] number = Bytes.ascii("client " + i);
        assertArrayEquals(number, clients.get(i).awaitReceived(number.length));
      }
      assertFalse(clients.stream().anyMatch(client -> client.closed.isDone()));
    }
  }

  private static void sendTimes(Connection connection, byte[] piece, int times) {
    for (int i = 0; i < times; i++) {
      Bytes.send(connection, piece);
    }
  }
}
