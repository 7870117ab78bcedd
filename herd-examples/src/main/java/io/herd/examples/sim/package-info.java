/**
 * Experiments with simulated herds: load, measures, scenarios, drawings, and the flooding rules
 * that Herd is compared with. Uses {@code io.herd.testkit.sim}.
 */
@NullMarked
package io.herd.examples.sim;

import org.jspecify.annotations.NullMarked;
