package io.herd.transport.nio;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends back what comes, closes at the end, and remembers how it went. */
class Recorder implements ConnectionHandler {

  final CompletableFuture<Connection> opened = new CompletableFuture<>();
  final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();

  @Override
  public void onOpen(Connection connection) {
    opened.complete(connection);
  }

  @Override
  public void onData(Connection connection, ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    connection.send(bytes, 0, bytes.length);
  }

  @Override
  public void onEnd(Connection connection, ByteBuffer rest) {
    connection.close();
  }

  @Override
  public void onDrained(Connection connection) {}

  @Override
  public void onClose(Connection connection, @Nullable Throwable cause) {
    closed.complete(Optional.ofNullable(cause));
  }
}
