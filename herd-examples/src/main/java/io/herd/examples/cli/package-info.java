/** The {@code herd} command: one class for each of its subcommands, none with any other logic. */
@NullMarked
package io.herd.examples.cli;

import org.jspecify.annotations.NullMarked;
