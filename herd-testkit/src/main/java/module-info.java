/** Contract tests, fakes and simulated hosts for implementers of Herd's interfaces. */
module io.herd.testkit {
  requires transitive io.herd.core;
  requires static transitive org.jspecify;

  exports io.herd.testkit.sim;
}
