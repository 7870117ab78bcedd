/**
 * Ways for servers to prove to each other who they are. Uses {@code io.herd.spi} and {@code
 * io.herd.protocol}.
 */
@NullMarked
package io.herd.auth;

import org.jspecify.annotations.NullMarked;
