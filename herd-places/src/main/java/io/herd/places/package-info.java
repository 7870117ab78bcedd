/**
 * What is near a point, from data that comes with the jar; and the answer's form for any provider
 * whose answers are lists of places. Uses {@code io.herd.spi} and the JDK only.
 */
@NullMarked
package io.herd.places;

import org.jspecify.annotations.NullMarked;
