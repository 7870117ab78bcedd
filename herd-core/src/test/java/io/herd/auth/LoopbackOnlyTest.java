package io.herd.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.herd.protocol.ServerId;
import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackOnlyTest {

  private static final Handshake HANDSHAKE =
      new Handshake(ServerId.of("Bona"), ServerId.of("Clark"), "");

  private final LoopbackOnly loopbackOnly = new LoopbackOnly();

  private static SocketAddress address(String literal) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(literal), 1);
  }

  private boolean accepts(SocketAddress from) {
    Connection connection = mock(Connection.class);
    when(connection.remoteAddress()).thenReturn(from);
    String proof = loopbackOnly.prove(HANDSHAKE, Side.DIALER);
    return loopbackOnly.accepts(HANDSHAKE, Side.DIALER, proof, connection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
  void loopbackIsTaken(String literal) throws UnknownHostException {
    assertTrue(loopbackOnly.covers(address(literal)));
    assertTrue(accepts(address(literal)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "10.0.0.1", "::", "2001:db8::1", "128.0.0.1"})
  void everythingElseIsNot(String literal) throws UnknownHostException {
    assertFalse(loopbackOnly.covers(address(literal)));
    assertFalse(accepts(address(literal)));
  }

  @Test
  void nameThatIsNotResolvedIsNotTaken() {
    assertFalse(loopbackOnly.covers(InetSocketAddress.createUnresolved("localhost", 1)));
  }

  @Test
  void socketInTheFileSystemIsTaken() {
    assertTrue(loopbackOnly.covers(UnixDomainSocketAddress.of("herd.socket")));
  }

  @Test
  void proofIsOneWord() {
    assertEquals("-", loopbackOnly.prove(HANDSHAKE, Side.ACCEPTOR));
  }
}
