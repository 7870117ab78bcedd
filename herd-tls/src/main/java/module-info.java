/** TLS for a node, with certificates from files that may change while it runs. */
module io.herd.tls {
  requires transitive io.herd.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.herd.tls;
}
