/**
 * Servers that play the network services which places providers ask, well or badly, on a loopback
 * address. Uses the JDK only; nothing of JUnit is needed to run them.
 */
@NullMarked
package io.herd.testkit.places;

import org.jspecify.annotations.NullMarked;
