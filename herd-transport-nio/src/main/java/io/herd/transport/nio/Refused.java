package io.herd.transport.nio;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The handler of a connection that has none, yet or for good: it hears nothing. Immutable. */
enum Refused implements ConnectionHandler {
  HANDLER;

  @Override
  public void onOpen(Connection connection) {}

  @Override
  public void onData(Connection connection, ByteBuffer in) {}

  @Override
  public void onEnd(Connection connection, ByteBuffer rest) {}

  @Override
  public void onDrained(Connection connection) {}

  @Override
  public void onClose(Connection connection, @Nullable Throwable cause) {}
}
