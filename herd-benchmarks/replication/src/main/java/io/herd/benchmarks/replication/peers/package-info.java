/**
 * Replicated maps of other make, over TCP on loopback, all with all, with their best ordinary
 * settings.
 */
@NullMarked
package io.herd.benchmarks.replication.peers;

import org.jspecify.annotations.NullMarked;
