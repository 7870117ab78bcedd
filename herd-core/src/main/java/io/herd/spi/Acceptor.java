package io.herd.spi;

import org.jspecify.annotations.Nullable;

/** Gives each accepted connection its handler. Called on the loop. */
@FunctionalInterface
public interface Acceptor {

  /**
   * The handler of a new connection, or null to refuse it: the transport then closes it without a
   * callback. An exception refuses it too. If the connection is closed in here, its handler sees
   * {@code onClose} alone.
   *
   * @param connection the connection, not yet open: nothing may be sent on it before {@code onOpen}
   */
  @Nullable ConnectionHandler accept(Connection connection);
}
