package io.herd.spi;

import java.net.SocketAddress;

/** An address on which a {@link Transport} accepts connections. Thread-safe. */
public interface Listener extends AutoCloseable {

  /** The address really bound, with the real port where port 0 was asked for. */
  SocketAddress address();

  /** Stops accepting; connections already accepted stay. Idempotent. */
  @Override
  void close();
}
