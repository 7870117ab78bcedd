/** Contract tests, fakes and simulated hosts for implementers of Herd's interfaces. */
module io.herd.testkit {
  requires transitive io.herd.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.herd.testkit.sim;
  exports io.herd.testkit.transport;
}
