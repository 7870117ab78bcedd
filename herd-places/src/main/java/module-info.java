/** Places providers, from memory and over the network, and what others need to print answers. */
module io.herd.places {
  requires transitive io.herd.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires dev.failsafe.core;
  requires java.logging;
  requires java.net.http;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.herd.places;
}
