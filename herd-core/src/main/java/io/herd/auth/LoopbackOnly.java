package io.herd.auth;

import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * No proof at all: takes every process of this machine for the neighbour that it says it is, and
 * nobody else. Good for a herd on one machine. Immutable.
 */
public final class LoopbackOnly implements PeerAuthenticator {

  private static final String NO_PROOF = "-";

  /** The authenticator. */
  public LoopbackOnly() {}

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    return NO_PROOF;
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    return covers(connection.remoteAddress());
  }

  @Override
  public boolean covers(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        || address instanceof InetSocketAddress inet
            && inet.getAddress() != null
            && inet.getAddress().isLoopbackAddress();
  }
}
