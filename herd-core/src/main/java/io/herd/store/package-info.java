/**
 * The store that a node has unless it is given another one: in memory, written as a log. Uses
 * {@code io.herd.spi} and {@code io.herd.protocol}.
 */
@NullMarked
package io.herd.store;

import org.jspecify.annotations.NullMarked;
