/**
 * The inside of a node. Not exported. Uses every other package of the core; only {@code io.herd}
 * uses it.
 */
@NullMarked
package io.herd.internal;

import org.jspecify.annotations.NullMarked;
