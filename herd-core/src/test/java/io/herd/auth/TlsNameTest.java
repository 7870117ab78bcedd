package io.herd.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.herd.protocol.ServerId;
import io.herd.spi.CertificatePrincipal;
import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TlsNameTest {

  private final TlsName names = new TlsName();
  private final Connection connection = mock(Connection.class);
  private final Handshake handshake =
      new Handshake(ServerId.of("Bona"), ServerId.of("Clark"), "challenges");

  private boolean accepted(Side other, Principal shown) {
    when(connection.principal()).thenReturn(shown);
    return names.accepts(handshake, other, names.prove(handshake, other), connection);
  }

  private static Principal certificate(String... of) {
    return new CertificatePrincipal("CN=" + of[0], Set.of(of));
  }

  @Test
  void certificateOfTheServersNameIsAccepted() {
    assertTrue(accepted(Side.DIALER, certificate("Bona")));
    assertTrue(accepted(Side.ACCEPTOR, certificate("Clark")));
    assertTrue(accepted(Side.DIALER, certificate("bona.example", "Bona")));
  }

  @Test
  void certificateOfAnotherServerIsRefused() {
    assertFalse(accepted(Side.DIALER, certificate("Clark")));
    assertFalse(accepted(Side.ACCEPTOR, certificate("Bona")));
    assertFalse(accepted(Side.DIALER, certificate("bona")));
    assertFalse(accepted(Side.DIALER, certificate("*", "Bon*", "Bona.example")));
  }

  @Test
  void connectionWithoutACertificateIsRefused() {
    assertFalse(accepted(Side.DIALER, null));
    assertFalse(accepted(Side.DIALER, () -> "CN=Bona"));
  }

  @Test
  void neighboursAnywhereAreCovered() {
    assertTrue(names.covers(new InetSocketAddress("192.0.2.1", 1)));
  }
}
