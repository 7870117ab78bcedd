package io.herd.auth;

import io.herd.spi.CertificatePrincipal;
import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.SocketAddress;

/**
 * Takes a neighbour's certificate for its proof: one of the certificate's names must be the
 * server's name, letter for letter. Whether the certificate itself is to be trusted was decided
 * when the connection was made. Immutable.
 */
public final class TlsName implements PeerAuthenticator {

  private static final String NO_PROOF = "-";

  /** The authenticator. */
  public TlsName() {}

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    return NO_PROOF;
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    String name =
        (other == Handshake.Side.DIALER ? handshake.dialer() : handshake.acceptor()).toString();
    return connection.principal() instanceof CertificatePrincipal owner
        && owner.names().contains(name);
  }

  @Override
  public boolean covers(SocketAddress address) {
    return true;
  }

  @Override
  public String toString() {
    return "TlsName";
  }
}
