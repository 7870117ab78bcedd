/** Contract tests, fakes and an in-memory transport for implementers of Herd's SPIs. */
module io.herd.testkit {
  requires transitive io.herd.core;
  requires transitive org.junit.jupiter.api;
  requires org.slf4j;

  exports io.herd.testkit.transport;
}
