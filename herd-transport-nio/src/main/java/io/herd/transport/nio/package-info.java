/**
 * The transport on the JDK's selectors: sockets of TCP and of the Unix domain, plain or through
 * TLS.
 *
 * <p>{@code NioConnection} is what a handler sees, and its bytes go over a {@code Wire}: a socket,
 * TLS over one, or one that an I/O thread serves. All of these run on a {@code NioLoop}, the node's
 * or that of an I/O thread; what the two tell each other are tasks. Uses {@code io.herd.spi}, the
 * JDK and the logging API that the core brings along.
 */
@NullMarked
package io.herd.transport.nio;

import org.jspecify.annotations.NullMarked;
