/**
 * For transports: the contract that each must pass, and one in memory that needs no sockets. Uses
 * {@code io.herd.spi}, JUnit and the JDK.
 */
@NullMarked
package io.herd.testkit.transport;

import org.jspecify.annotations.NullMarked;
