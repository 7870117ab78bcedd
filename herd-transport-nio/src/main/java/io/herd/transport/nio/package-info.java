/**
 * The transport on the JDK's selectors: one loop, one thread, sockets of TCP and of the Unix
 * domain. Uses {@code io.herd.spi}, the JDK and the logging API that the core brings along.
 */
@NullMarked
package io.herd.transport.nio;

import org.jspecify.annotations.NullMarked;
