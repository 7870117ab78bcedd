/**
 * Contract tests, an in-memory transport, simulated hosts and fake places services for implementers
 * of Herd's interfaces.
 */
module io.herd.testkit {
  requires transitive io.herd.core;
  requires transitive org.junit.jupiter.api;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.herd.testkit.places;
  exports io.herd.testkit.sim;
  exports io.herd.testkit.transport;
}
