package io.herd.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.herd.protocol.ServerId;
import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class SharedSecretTest {

  private static final byte[] SECRET = "sixteen bytes ok".getBytes(US_ASCII);

  private final SharedSecret ours = SharedSecret.of(SECRET);
  private final Connection connection = mock(Connection.class);
  private final Handshake handshake = handshake("challenges 1 and 2");

  private static Handshake handshake(String transcript) {
    return new Handshake(ServerId.of("Bona"), ServerId.of("Clark"), transcript);
  }

  @Test
  void proofOfTheSameSecretIsAccepted() {
    SharedSecret theirs = SharedSecret.of(SECRET);
    for (Side side : Side.values()) {
      assertTrue(ours.accepts(handshake, side, theirs.prove(handshake, side), connection));
    }
  }

  @Test
  void proofOfAnotherSecretIsRefused() {
    SharedSecret theirs = SharedSecret.of("sixteen bytes no".getBytes(US_ASCII));
    String proof = theirs.prove(handshake, Side.DIALER);
    assertFalse(ours.accepts(handshake, Side.DIALER, proof, connection));
  }

  @Test
  void proofSentBackToItsMakerIsRefused() {
    String proof = ours.prove(handshake, Side.ACCEPTOR);
    assertFalse(ours.accepts(handshake, Side.DIALER, proof, connection));
  }

  @Test
  void proofOfAnotherHandshakeIsRefused() {
    String proof = ours.prove(handshake("challenges 1 and 3"), Side.DIALER);
    assertFalse(ours.accepts(handshake, Side.DIALER, proof, connection));
  }

  @Test
  void everyOtherTextIsRefused() {
    String proof = ours.prove(handshake, Side.DIALER);
    for (int i = 0; i < proof.length(); i++) {
      String changed = proof.substring(0, i) + 'x' + proof.substring(i + 1);
      assertFalse(ours.accepts(handshake, Side.DIALER, changed, connection));
      assertFalse(ours.accepts(handshake, Side.DIALER, proof.substring(0, i), connection));
    }
    assertFalse(ours.accepts(handshake, Side.DIALER, proof + "0", connection));
  }

  @Test
  void proofFitsALine() {
    assertTrue(ours.prove(handshake, Side.DIALER).matches("[0-9a-f]{64}"));
  }

  @Test
  void secretHasSixteenBytesAtLeast() {
    assertThrows(IllegalArgumentException.class, () -> SharedSecret.of(new byte[15]));
    assertEquals("SharedSecret", SharedSecret.of(new byte[16]).toString());
    assertEquals("SharedSecret", SharedSecret.of(new byte[17]).toString());
  }

  @Test
  void secretIsCopied() {
    byte[] secret = SECRET.clone();
    SharedSecret theirs = SharedSecret.of(secret);
    secret[0]++;
    assertTrue(
        ours.accepts(handshake, Side.DIALER, theirs.prove(handshake, Side.DIALER), connection));
  }

  @Test
  void secretIsReplacedWithoutAMomentInWhichServersRefuseEachOther() {
    byte[] next = "another sixteen bytes".getBytes(US_ASCII);
    SharedSecret[] steps = {
      SharedSecret.of(SECRET),
      SharedSecret.of(SECRET).accepting(next),
      SharedSecret.of(next).accepting(SECRET),
      SharedSecret.of(next)
    };
    for (int i = 1; i < steps.length; i++) {
      assertTrue(accept(steps[i - 1], steps[i]), "step " + i);
      assertTrue(accept(steps[i], steps[i - 1]), "step " + i);
    }
    assertFalse(accept(steps[0], steps[2]));
    assertFalse(accept(steps[3], steps[1]));
  }

  private boolean accept(SharedSecret one, SharedSecret other) {
    return one.accepts(handshake, Side.DIALER, other.prove(handshake, Side.DIALER), connection);
  }

  @Test
  void secretAcceptedTooHasSixteenBytesAtLeast() {
    assertThrows(IllegalArgumentException.class, () -> ours.accepting(new byte[15]));
  }

  @Test
  void neighboursAnywhereAreCovered() {
    assertTrue(ours.covers(new InetSocketAddress("192.0.2.1", 1)));
  }

  @Test
  void nothingOfTheSecretIsTold() {
    assertEquals("SharedSecret", ours.toString());
  }
}
