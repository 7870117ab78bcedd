/** Places providers that need no network, and what others need to print their answers. */
module io.herd.places {
  requires transitive io.herd.core;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires dev.failsafe.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.herd.places;
}
