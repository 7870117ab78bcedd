package io.herd.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.herd.protocol.ServerId;
import io.herd.spi.CertificatePrincipal;
import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import io.herd.spi.PeerAuthenticator;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several proofs at once. */
final class AllOfTest {

  private final SharedSecret secret = SharedSecret.of("sixteen bytes ok".getBytes(US_ASCII));
  private final SharedSecret other = SharedSecret.of("sixteen bytes no".getBytes(US_ASCII));
  private final AllOf both = AllOf.of(secret, new TlsName());
  private final Connection connection = mock(Connection.class);
  private final Handshake handshake =
      new Handshake(ServerId.of("Bona"), ServerId.of("Clark"), "challenges 1 and 2");

  private boolean accepted(String proof, String certificateOf) {
    when(connection.principal())
        .thenReturn(new CertificatePrincipal("CN=x", Set.of(certificateOf)));
    return both.accepts(handshake, Side.DIALER, proof, connection);
  }

  @Test
  void everyProofHasToBeGood() {
    String good = both.prove(handshake, Side.DIALER);
    assertTrue(accepted(good, "Bona"));
    assertFalse(accepted(good, "Clark"));
    assertFalse(accepted(AllOf.of(other, new TlsName()).prove(handshake, Side.DIALER), "Bona"));
  }

  @Test
  void moreOrFewerProofsAreRefused() {
    String good = both.prove(handshake, Side.DIALER);
    assertFalse(accepted(good + ",-", "Bona"));
    assertFalse(accepted(secret.prove(handshake, Side.DIALER), "Bona"));
    assertFalse(accepted("", "Bona"));
  }

  @Test
  void proofWithACommaIsABug() {
    PeerAuthenticator wrong = mock(PeerAuthenticator.class);
    when(wrong.prove(any(), any())).thenReturn("a,b");
    assertThrows(IllegalStateException.class, () -> AllOf.of(wrong).prove(handshake, Side.DIALER));
  }

  @Test
  void oneThatCoversIsEnough() {
    InetSocketAddress far = new InetSocketAddress("192.0.2.1", 1);
    assertTrue(AllOf.of(new LoopbackOnly(), secret).covers(far));
    assertFalse(AllOf.of(new LoopbackOnly()).covers(far));
  }

  @Test
  void somethingHasToBeProved() {
    assertThrows(IllegalArgumentException.class, AllOf::of);
    assertEquals("AllOf[SharedSecret, TlsName]", both.toString());
  }
}
