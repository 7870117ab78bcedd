/** Measurements that look inside the places module, from the class path. */
@org.jspecify.annotations.NullMarked
package io.herd.places;
