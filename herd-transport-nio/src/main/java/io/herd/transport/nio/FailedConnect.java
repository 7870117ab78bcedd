package io.herd.transport.nio;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.net.SocketAddress;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A connection for which not even a socket could be opened. Immutable. */
record FailedConnect(SocketAddress remoteAddress, ConnectionHandler handler, Throwable cause)
    implements Connection, Deferred {

  @Override
  public void run() {
    handler.onClose(this, cause);
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    return true;
  }

  @Override
  public int unsentBytes() {
    return 0;
  }

  @Override
  public void outboxBytesMax(int bytes) {}

  @Override
  public void readable(boolean on) {}

  @Override
  public void close() {}

  @Override
  public void abort() {}

  @Override
  public @Nullable Principal principal() {
    return null;
  }
}
