package io.herd;

import io.herd.internal.NodeCore;
import io.herd.spi.Listener;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The addresses on which a node listens. Thread-safe. */
final class Listeners {

  private final Transport transport;
  private final NodeCore core;
  private final @Nullable TlsEngines clientTls;
  private final @Nullable TlsEngines peerTls;
  private final List<Listener> open = new CopyOnWriteArrayList<>();

  Listeners(
      Transport transport,
      NodeCore core,
      @Nullable TlsEngines clientTls,
      @Nullable TlsEngines peerTls) {
    this.transport = transport;
    this.core = core;
    this.clientTls = clientTls;
    this.peerTls = peerTls;
  }

  /** Listens on one more address, and returns it with its real port. */
  SocketAddress add(SocketAddress address, Audience audience) throws IOException {
    Listener listener =
        transport.listen(address, tls(audience), from -> core.accept(audience, from));
    open.add(listener);
    return listener.address();
  }

  private @Nullable TlsEngines tls(Audience audience) {
    if (audience == Audience.ALL && clientTls != peerTls) {
      throw new IllegalStateException(
          "clients and neighbours have different TLS, so they need different addresses");
    }
    return audience == Audience.SERVERS ? peerTls : clientTls;
  }

  /** Listens on this address no longer. Returns whether it did. */
  boolean remove(SocketAddress address) {
    Listener found = null;
    for (Listener listener : open) {
      found = listener.address().equals(address) ? listener : found;
    }
    if (found == null || !open.remove(found)) {
      return false;
    }
    found.close();
    return true;
  }

  List<SocketAddress> addresses() {
    return open.stream().map(Listener::address).toList();
  }

  void close() {
    open.forEach(Listener::close);
  }
}
