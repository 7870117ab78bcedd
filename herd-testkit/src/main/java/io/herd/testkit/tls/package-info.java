/**
 * For tests of TLS: certificates made at run time, and engines that show them. Uses {@code
 * io.herd.spi}, BouncyCastle and the JDK.
 */
@NullMarked
package io.herd.testkit.tls;

import org.jspecify.annotations.NullMarked;
