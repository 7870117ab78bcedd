package io.herd.transport.nio;

import io.herd.spi.TlsEngines;
import java.net.SocketAddress;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What makes the TLS end of one connection. Immutable.
 *
 * @param dialed the address of the other side if it was dialed, null if it has dialed us
 */
record Tls(TlsEngines engines, @Nullable SocketAddress dialed) {

  static @Nullable Tls accepting(@Nullable TlsEngines engines) {
    return engines == null ? null : new Tls(engines, null);
  }

  static @Nullable Tls dialing(@Nullable TlsEngines engines, SocketAddress address) {
    return engines == null ? null : new Tls(engines, address);
  }

  SSLEngine engine() {
    return dialed == null ? engines.accepting() : engines.dialing(dialed);
  }
}
