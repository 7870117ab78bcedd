/**
 * What a herd is told at its start: the known herds and {@code herd.yaml}. Opens no socket and
 * starts nothing.
 */
@NullMarked
package io.herd.examples.config;

import org.jspecify.annotations.NullMarked;
