/**
 * The herd as an embedding application sees it: a node, its neighbours, its limits, what it tells
 * and what it counts.
 */
@NullMarked
package io.herd;

import org.jspecify.annotations.NullMarked;
