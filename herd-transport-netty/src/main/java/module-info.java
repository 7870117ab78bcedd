/** Herd's transport on Netty. */
module io.herd.transport.netty {
  requires transitive io.herd.core;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires static io.netty.transport.classes.epoll;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.herd.transport.netty;
}
