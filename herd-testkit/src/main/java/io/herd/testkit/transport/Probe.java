package io.herd.testkit.transport;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler that remembers what it is told, does what the test wants of it, and reports callbacks
 * that come at the wrong time or place. Takes all bytes unless told otherwise. Thread-safe.
 */
final class Probe implements ConnectionHandler {

  final CompletableFuture<Connection> opened = new CompletableFuture<>();
  final CompletableFuture<byte[]> ended = new CompletableFuture<>();
  final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();
  final AtomicInteger offers = new AtomicInteger();
  final AtomicInteger drains = new AtomicInteger();

  private final Rig rig;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private volatile Consumer<Connection> whenOpen = c -> {};
  private volatile BiConsumer<Connection, ByteBuffer> whenData = (c, in) -> take(in);
  private volatile BiConsumer<Connection, ByteBuffer> whenEnd = (c, rest) -> {};
  private volatile Consumer<Connection> whenDrained = c -> {};
  private volatile boolean quiet;

  Probe(Rig rig) {
    this.rig = rig;
  }

  Probe whenOpen(Consumer<Connection> action) {
    whenOpen = action;
    return this;
  }

  Probe whenData(BiConsumer<Connection, ByteBuffer> action) {
    whenData = action;
    return this;
  }

  Probe whenEnd(BiConsumer<Connection, ByteBuffer> action) {
    whenEnd = action;
    return this;
  }

  Probe whenDrained(Consumer<Connection> action) {
    whenDrained = action;
    return this;
  }

  /** Sends back all that comes. */
  Probe echo() {
    return whenData((connection, in) -> Bytes.send(connection, take(in)));
  }

  /** From here on nothing but {@code onClose} may come. */
  void close(Connection connection) {
    quiet = true;
    connection.close();
  }

  /** From here on nothing but {@code onClose} may come. */
  void abort(Connection connection) {
    quiet = true;
    connection.abort();
  }

  /** Takes all of these bytes as received. */
  byte[] take(ByteBuffer in) {
    return take(in, in.remaining());
  }

  byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    synchronized (received) {
      received.writeBytes(bytes);
      received.notifyAll();
    }
    return bytes;
  }

  byte[] received() {
    synchronized (received) {
      return received.toByteArray();
    }
  }

  /** Waits until as many bytes have come, and gives all. */
  byte[] awaitReceived(int length) throws InterruptedException {
    long deadline = System.nanoTime() + rig.patienceNanos();
    synchronized (received) {
      while (received.size() < length) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new AssertionError(received.size() + " bytes came instead of " + length);
        }
        received.wait(millis);
      }
      return received.toByteArray();
    }
  }

  @Override
  public void onOpen(Connection connection) {
    boolean outer = enter("onOpen");
    try {
      rig.check(!opened.isDone(), "onOpen comes twice");
      opened.complete(connection);
      whenOpen.accept(connection);
    } finally {
      rig.leave(outer);
    }
  }

  @Override
  public void onData(Connection connection, ByteBuffer in) {
    boolean outer = enter("onData");
    try {
      offers.incrementAndGet();
      checkUsable("onData");
      rig.check(!ended.isDone(), "onData comes after onEnd");
      rig.check(in.hasRemaining(), "onData comes without bytes");
      whenData.accept(connection, in);
    } finally {
      rig.leave(outer);
    }
  }

  @Override
  public void onEnd(Connection connection, ByteBuffer rest) {
    boolean outer = enter("onEnd");
    try {
      checkUsable("onEnd");
      rig.check(!ended.isDone(), "onEnd comes twice");
      byte[] bytes = new byte[rest.remaining()];
      rest.duplicate().get(bytes);
      ended.complete(bytes);
      whenEnd.accept(connection, rest);
    } finally {
      rig.leave(outer);
    }
  }

  @Override
  public void onDrained(Connection connection) {
    boolean outer = enter("onDrained");
    try {
      drains.incrementAndGet();
      checkUsable("onDrained");
      whenDrained.accept(connection);
    } finally {
      rig.leave(outer);
    }
  }

  @Override
  public void onClose(Connection connection, @Nullable Throwable cause) {
    boolean outer = enter("onClose");
    try {
      rig.check(!closed.isDone(), "onClose comes twice");
      closed.complete(Optional.ofNullable(cause));
    } finally {
      rig.leave(outer);
    }
  }

  private void checkUsable(String callback) {
    rig.check(opened.isDone(), callback + " comes before onOpen");
    rig.check(!quiet, callback + " comes after the connection was closed");
  }

  private boolean enter(String callback) {
    rig.check(!closed.isDone(), callback + " comes after onClose");
    return rig.enter(callback);
  }
}
