/**
 * Whole herds on one thread in virtual time: a network, clocks and randomness made from one seed.
 * Uses {@code io.herd.spi}.
 */
@NullMarked
package io.herd.testkit.sim;

import org.jspecify.annotations.NullMarked;
