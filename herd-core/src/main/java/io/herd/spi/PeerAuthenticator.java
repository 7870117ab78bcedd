package io.herd.spi;

import java.net.SocketAddress;

/**
 * Proves to a neighbour that this node is who it says, and checks the neighbour's proof. Each side
 * proves itself over the same handshake, in which each has put a fresh random challenge. Called on
 * the loop; must not block.
 */
public interface PeerAuthenticator {

  /**
   * Makes this side's proof.
   *
   * @return text without white space, at most 1,024 characters, ASCII
   */
  String prove(Handshake handshake, Handshake.Side self);

  /**
   * Checks the other side's proof. A comparison with a secret must take the same time whatever the
   * proof is.
   *
   * @param other which side it is that gave the proof
   * @param connection where it came from, for what the transport knows of the other side
   */
  boolean accepts(Handshake handshake, Handshake.Side other, String proof, Connection connection);

  /**
   * Whether neighbours at this address can be told from strangers at all. A node refuses to start
   * with a neighbour for which this is false, and refuses connections from such addresses.
   */
  boolean covers(SocketAddress address);
}
