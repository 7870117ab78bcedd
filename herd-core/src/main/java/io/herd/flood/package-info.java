/**
 * Flooding policies that come with the core. Uses {@code io.herd.spi} and {@code io.herd.protocol}.
 */
@NullMarked
package io.herd.flood;

import org.jspecify.annotations.NullMarked;
