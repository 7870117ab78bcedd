/**
 * TLS with certificates from files, loaded anew when the files change. A module of its own because
 * the core reads no file and the transports know no certificate. Uses {@code io.herd.spi} and the
 * JDK.
 */
@NullMarked
package io.herd.tls;

import org.jspecify.annotations.NullMarked;
