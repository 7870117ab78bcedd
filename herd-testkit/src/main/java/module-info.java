/**
 * Contract tests, an in-memory transport, simulated hosts, fake places services and certificates
 * for implementers of Herd's interfaces.
 */
module io.herd.testkit {
  requires transitive io.herd.core;
  requires transitive org.junit.jupiter.api;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.herd.testkit.places;
  exports io.herd.testkit.sim;
  exports io.herd.testkit.tls;
  exports io.herd.testkit.transport;
}
