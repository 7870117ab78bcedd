package io.herd.spi;

import java.net.SocketAddress;
import java.security.Principal;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS ends of a transport's connections: decides on certificates, protocols and whom to
 * trust, so that a transport only has to run the engine. Asked anew for each connection, so that
 * certificates can change while a node runs. Thread-safe, and quick: it is called on I/O threads.
 */
public interface TlsEngines {

  /**
   * An engine in server mode for a connection that was accepted.
   *
   * @throws IllegalStateException if there is no usable certificate; the connection is closed
   */
  SSLEngine accepting();

  /**
   * An engine in client mode for a connection to this address.
   *
   * @throws IllegalStateException if there is no usable certificate; the attempt fails
   */
  SSLEngine dialing(SocketAddress address);

  /**
   * Who the other side has proved to be, or null if it showed no certificate. Called once, after
   * the handshake.
   */
  @Nullable Principal principal(SSLSession session);

  /**
   * When the certificate ends that this side shows, or null if it shows none. Asked now and then,
   * on the node's loop.
   */
  @Nullable Instant expiry();
}
