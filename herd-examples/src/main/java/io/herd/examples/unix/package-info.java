/**
 * A transport written from nothing, for sockets that are files of one machine: what {@code
 * docs/writing-a-transport.md} walks through. Uses {@code io.herd.spi} and the JDK.
 */
@NullMarked
package io.herd.examples.unix;

import org.jspecify.annotations.NullMarked;
