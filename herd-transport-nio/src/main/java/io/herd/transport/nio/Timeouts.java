package io.herd.transport.nio;

import java.util.concurrent.TimeUnit;

/**
 * How long the other side is waited for. Immutable.
 *
 * @param connectNanos until a connection has come about
 * @param handshakeNanos from then on until TLS is agreed on
 * @param stallNanos after a close, with bytes unsent, since the other side last took some
 * @param lingerNanos after everything was sent, until the other side closes
 */
record Timeouts(long connectNanos, long handshakeNanos, long stallNanos, long lingerNanos) {

  static final Timeouts DEFAULT =
      new Timeouts(
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(2));
}
