/**
 * The log of every line and connection of a server, written by a thread of its own so that the
 * server's loop only copies bytes. Its form is described in {@code docs/log-format.md}.
 */
@NullMarked
package io.herd.examples.wirelog;

import org.jspecify.annotations.NullMarked;
