/**
 * A load generator: one thread, one selector, requests of one length in which only digits change,
 * and answers that are checked. Uses the JDK, picocli and HdrHistogram; knows nothing of Herd but
 * its protocol.
 */
@NullMarked
package io.herd.load;

import org.jspecify.annotations.NullMarked;
