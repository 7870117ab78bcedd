/**
 * The interfaces that the core is plugged together with: transports, stores, flooding policies,
 * places, proofs of identity. For implementers; uses {@code io.herd.protocol} and the JDK only.
 */
@NullMarked
package io.herd.spi;

import org.jspecify.annotations.NullMarked;
