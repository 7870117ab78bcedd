/**
 * The herd itself: protocol, store, flooding and the node; no socket, thread or clock of its own.
 */
module io.herd.core {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.herd;
  exports io.herd.auth;
  exports io.herd.flood;
  exports io.herd.internal to
      io.herd.testkit;
  exports io.herd.protocol;
  exports io.herd.spi;
  exports io.herd.store;
}
