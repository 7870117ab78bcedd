package io.herd.spi;

import io.herd.protocol.ServerId;

/**
 * What two servers have said to each other before they prove who they are. Immutable.
 *
 * @param dialer the server that made the connection
 * @param acceptor the server that accepted it
 * @param transcript both greetings, word for word, the challenges of both among them: a proof that
 *     depends on all of it is good for this handshake only
 */
public record Handshake(ServerId dialer, ServerId acceptor, String transcript) {

  /** The two sides of a connection. */
  public enum Side {
    /** Who made the connection. */
    DIALER,
    /** Who accepted it. */
    ACCEPTOR
  }
}
