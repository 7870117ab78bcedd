/**
 * Whole herds on one thread in virtual time: a network, clocks, clients, faults and randomness made
 * from one seed. {@link io.herd.testkit.sim.SimulatedHerd} is one herd; {@link
 * io.herd.testkit.sim.Swarm} runs many, with faults, and checks every {@link
 * io.herd.testkit.sim.Invariant}. Uses {@code io.herd}, {@code io.herd.spi}, {@code io.herd.store},
 * {@code io.herd.flood} and the node itself in {@code io.herd.internal}, which nothing public here
 * shows.
 */
@NullMarked
package io.herd.testkit.sim;

import org.jspecify.annotations.NullMarked;
