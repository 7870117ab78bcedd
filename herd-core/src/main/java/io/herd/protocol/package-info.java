/**
 * Bytes and their meaning: the lines of clients and of peers, and the values in them. Pure: no I/O,
 * clock or thread; uses the JDK only.
 */
@NullMarked
package io.herd.protocol;

import org.jspecify.annotations.NullMarked;
