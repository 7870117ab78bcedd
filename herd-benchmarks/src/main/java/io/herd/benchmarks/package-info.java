/** Load generators and measurements of whole nodes and herds. Uses everything; nothing uses it. */
@NullMarked
package io.herd.benchmarks;

import org.jspecify.annotations.NullMarked;
