package io.herd.testkit.sim;

import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.SocketAddress;

/**
 * Takes every host for who it says it is: for simulations, where there are no strangers. Immutable.
 */
public final class AnyHost implements PeerAuthenticator {

  /** The authenticator. */
  public AnyHost() {}

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    return "-";
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    return true;
  }

  @Override
  public boolean covers(SocketAddress address) {
    return true;
  }
}
