/**
 * What every places provider must pass, and servers that play the network services which providers
 * ask, well or badly, on a loopback address. The servers use the JDK only; the contract is made of
 * tests of JUnit.
 */
@NullMarked
package io.herd.testkit.places;

import org.jspecify.annotations.NullMarked;
