/**
 * How news spread: in a herd, and in replicated maps of other make. A {@link
 * io.herd.benchmarks.replication.ReplicatedMap} is what is measured; makers of others are found by
 * {@link java.util.ServiceLoader}. Uses everything; only subjects of other make use it.
 */
@NullMarked
package io.herd.benchmarks.replication;

import org.jspecify.annotations.NullMarked;
