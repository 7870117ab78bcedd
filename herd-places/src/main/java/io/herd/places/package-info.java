/**
 * What is near a point: from data that comes with the jar, from a file, from services on the
 * network; what stands before providers that may fail; and the answer's form for any provider whose
 * answers are lists of places. Uses {@code io.herd.spi}, the JDK with its HTTP client, Jackson,
 * Failsafe, Caffeine and slf4j.
 */
@NullMarked
package io.herd.places;

import org.jspecify.annotations.NullMarked;
