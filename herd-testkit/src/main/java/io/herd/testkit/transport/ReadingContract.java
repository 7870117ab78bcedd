package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The part of {@link TransportContract} about what comes from the other side. */
public interface ReadingContract extends TransportSource {

  /** Rule 2, and 4: any pieces come, and any pieces are taken, with reading off now and then. */
  @Test
  default void anyFragmentationGivesTheSameBytes() throws Exception {
    Seeds.each(
        random -> {
          try (Rig rig = new Rig(this)) {
            byte[] sent = Bytes.random(random.nextLong(), 100_000);
            Random choices = new Random(random.nextLong());
            Probe probe = rig.probe();
            probe.whenData(
                (connection, in) -> {
                  probe.take(in, choices.nextInt(in.remaining() + 1));
                  if (choices.nextInt(4) == 0 || in.hasRemaining()) {
                    connection.readable(false);
                    rig.transport().loop().execute(() -> connection.readable(true));
                  }
                });
            TransportPeer peer = rig.dial(probe);
            int most = 1 << random.nextInt(16);
            for (int at = 0; at < sent.length; ) {
              int end = Math.min(sent.length, at + 1 + random.nextInt(most));
              peer.write(Arrays.copyOfRange(sent, at, end));
              at = end;
            }
            peer.shutdownOutput();
            assertArrayEquals(sent, probe.awaitReceived(sent.length));
            assertEquals(0, rig.await(probe.ended).length);
          }
        });
  }

  /** Rule 2 at its worst: each byte by itself, and all left until the last one is there. */
  @Test
  default void bytesLeftAreTheBeginningOfTheNextOffer() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] sent = Bytes.random(1, 5000);
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            if (in.remaining() == sent.length) {
              probe.take(in);
            }
          });
      TransportPeer peer = rig.dial(probe);
      for (byte each : sent) {
        peer.write(new byte[] {each});
      }
      assertArrayEquals(sent, probe.awaitReceived(sent.length));
    }
  }

  /** A handler may leave much more than a read brings. */
  @Test
  default void everythingLeftIsKept() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] sent = Bytes.random(2, 3_000_000);
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            if (in.remaining() == sent.length) {
              probe.take(in);
            }
          });
      rig.dial(probe).write(sent);
      assertArrayEquals(sent, probe.awaitReceived(sent.length));
    }
  }

  /** Rule 4: the other side is silent, so only switching on can bring the second offer. */
  @Test
  default void bytesLeftAreOfferedAgainWhenReadingIsSwitchedOn() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            probe.take(in, 1);
            connection.readable(false);
          });
      rig.dial(probe).write(Bytes.ascii("abc"));
      assertEquals(1, probe.awaitReceived(1).length);
      rig.run(() -> rig.check(probe.offers.get() == 1, "offered with reading off"));
      Connection connection = rig.open(probe);
      rig.run(() -> connection.readable(true));
      assertEquals(2, probe.awaitReceived(2).length);
      rig.run(() -> connection.readable(true));
      assertArrayEquals(Bytes.ascii("abc"), probe.awaitReceived(3));
    }
  }

  /** Rule 4: also if reading is off for no longer than the callback itself. */
  @Test
  default void bytesLeftAreOfferedAgainWhenReadingWasOffForACallback() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            connection.readable(false);
            connection.readable(true);
            probe.take(in, 1);
          });
      rig.dial(probe).write(Bytes.ascii("abc"));
      assertArrayEquals(Bytes.ascii("abc"), probe.awaitReceived(3));
    }
  }

  /** While reading is off nothing is offered, however much comes. */
  @Test
  default void nothingIsOfferedWhileReadingIsOff() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe quiet = rig.probe().whenOpen(connection -> connection.readable(false));
      TransportPeer peer = rig.dial(quiet);
      peer.write(Bytes.ascii("unread"));
      peer.shutdownOutput();
      Probe other = rig.probe().echo();
      TransportPeer witness = rig.dial(other);
      haveTurns(witness);
      assertEquals(0, quiet.offers.get());
      assertFalse(quiet.ended.isDone());
      Connection connection = rig.open(quiet);
      rig.run(() -> connection.readable(true));
      assertArrayEquals(Bytes.ascii("unread"), quiet.awaitReceived(6));
      rig.await(quiet.ended);
    }
  }

  /** Rule 4: also if something for both was there before either was offered it. */
  @Test
  default void nothingIsOfferedOnceAnotherConnectionHasSwitchedReadingOff() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe one = rig.probe();
      Probe two = rig.probe();
      TransportPeer toOne = rig.dial(one);
      TransportPeer toTwo = rig.dial(two);
      TransportPeer witness = rig.dial(rig.probe().echo());
      Connection first = rig.open(one);
      Connection second = rig.open(two);
      one.whenData((connection, in) -> second.readable(false));
      two.whenData((connection, in) -> first.readable(false));
      CompletableFuture<Void> written = new CompletableFuture<>();
      rig.transport().loop().execute(written::join);
      try {
        toOne.write(Bytes.ascii("one"));
        toTwo.write(Bytes.ascii("two"));
      } finally {
        written.complete(null);
      }
      haveTurns(witness);
      assertEquals(1, one.offers.get() + two.offers.get());
    }
  }

  /** Rule 6: the end comes after the last byte, and the other side can still be answered. */
  @Test
  default void halfCloseIsReportedAfterTheLastByteAndCanBeAnswered() throws Exception {
    try (Rig rig = new Rig(this)) {
      byte[] sent = Bytes.random(3, 500_000);
      byte[] answer = Bytes.random(4, 100_000);
      Probe probe = rig.probe();
      probe.whenEnd(
          (connection, rest) -> {
            rig.check(probe.received().length == sent.length, "onEnd comes before the last byte");
            Bytes.send(connection, answer);
          });
      TransportPeer peer = rig.dial(probe);
      peer.write(sent);
      peer.shutdownOutput();
      assertArrayEquals(answer, Bytes.read(peer, answer.length));
      Connection connection = rig.open(probe);
      rig.run(() -> Bytes.send(connection, Bytes.ascii("more")));
      assertArrayEquals(Bytes.ascii("more"), Bytes.read(peer, 4));
      rig.run(() -> probe.close(connection));
      assertEquals(0, Bytes.readToEnd(peer).length);
      assertTrue(rig.await(probe.closed).isEmpty());
    }
  }

  /** What the handler has not taken by the end is handed over with it. */
  @Test
  default void bytesLeftAreHandedOverAtTheEnd() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData((connection, in) -> {});
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("no line end"));
      peer.shutdownOutput();
      assertArrayEquals(Bytes.ascii("no line end"), rig.await(probe.ended));
    }
  }

  /** An end that comes while reading is off waits behind the bytes that were left. */
  @Test
  default void endWaitsUntilReadingIsSwitchedOn() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            probe.take(in, 1);
            connection.readable(false);
          });
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("ab"));
      probe.awaitReceived(1);
      peer.shutdownOutput();
      Connection connection = rig.open(probe);
      rig.run(() -> connection.readable(true));
      probe.awaitReceived(2);
      rig.run(() -> rig.check(!probe.ended.isDone(), "onEnd comes with reading off"));
      rig.run(() -> connection.readable(true));
      assertEquals(0, rig.await(probe.ended).length);
    }
  }

  /** A reset is not an end: it closes the connection and says why. */
  @Test
  default void resetClosesWithACause() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe().echo();
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("ab"));
      assertEquals(1, Bytes.read(peer, 1).length); // the rest is there, and stays unread
      peer.reset();
      assertTrue(rig.await(probe.closed).isPresent());
      assertFalse(probe.ended.isDone());
    }
  }

  /** Has the loop make turns, by a connection that echoes. */
  private static void haveTurns(TransportPeer witness) throws IOException {
    for (int i = 0; i < 20; i++) {
      witness.write(Bytes.ascii("turn"));
      assertEquals(4, Bytes.read(witness, 4).length);
    }
  }
}
