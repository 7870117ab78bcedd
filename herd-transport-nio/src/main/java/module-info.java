/** Herd's transport on the selectors of the JDK. */
module io.herd.transport.nio {
  requires transitive io.herd.core;
  requires org.slf4j;

  exports io.herd.transport.nio;
}
