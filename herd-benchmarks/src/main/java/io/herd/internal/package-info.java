/** Measurements that look inside the core, from the class path. */
@org.jspecify.annotations.NullMarked
package io.herd.internal;
