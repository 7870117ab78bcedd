/**
 * The herd put together: the one place where transport, places, secret, limits and log meet in a
 * node, and small embeddings to copy from.
 */
@NullMarked
package io.herd.examples;

import org.jspecify.annotations.NullMarked;
