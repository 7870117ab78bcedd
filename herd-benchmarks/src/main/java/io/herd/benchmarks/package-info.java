/**
 * Measurements of parts, whole nodes and herds, and servers to be loaded. Uses everything; nothing
 * uses it.
 */
@NullMarked
package io.herd.benchmarks;

import org.jspecify.annotations.NullMarked;
