package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Wrappers that change nothing; what is broken overrides one method of them. */
final class BrokenTransports {

  private BrokenTransports() {}

  /** Passes everything on, with handlers and the loop exchanged. */
  record Wrapped(
      Transport inner, Loop loop, BiFunction<Loop, ConnectionHandler, ConnectionHandler> wrap)
      implements AroundTransport {

    static Transport handlers(
        Transport inner, BiFunction<Loop, ConnectionHandler, ConnectionHandler> wrap) {
      return new Wrapped(inner, inner.loop(), wrap);
    }

    static Transport loop(Transport inner, UnaryOperator<Loop> wrap) {
      return new Wrapped(inner, wrap.apply(inner.loop()), (loop, handler) -> handler);
    }

    @Override
    public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
      return inner.listen(
          address,
          connection -> {
            ConnectionHandler handler = acceptor.accept(connection);
            return handler == null ? null : wrap.apply(inner.loop(), handler);
          });
    }

    @Override
    public void connect(SocketAddress address, ConnectionHandler handler) {
      inner.connect(address, wrap.apply(inner.loop(), handler));
    }
  }

  /** A handler and a connection in one, between the two that talk to each other. */
  static class Middle implements ConnectionHandler, Connection {
    final Loop loop;
    final ConnectionHandler handler;
    @Nullable Connection inner;

    Middle(Loop loop, ConnectionHandler handler) {
      this.loop = loop;
      this.handler = handler;
    }

    final Connection inner() {
      return Objects.requireNonNull(inner);
    }

    @Override
    public void onOpen(Connection connection) {
      inner = connection;
      handler.onOpen(this);
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      handler.onData(this, in);
    }

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {
      handler.onEnd(this, rest);
    }

    @Override
    public void onDrained(Connection connection) {
      handler.onDrained(this);
    }

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {
      handler.onClose(this, cause);
    }

    @Override
    public boolean send(byte[] bytes, int offset, int length) {
      return inner().send(bytes, offset, length);
    }

    @Override
    public int unsentBytes() {
      return inner().unsentBytes();
    }

    @Override
    public void outboxBytesMax(int bytes) {
      inner().outboxBytesMax(bytes);
    }

    @Override
    public void readable(boolean on) {
      inner().readable(on);
    }

    @Override
    public void close() {
      inner().close();
    }

    @Override
    public void abort() {
      inner().abort();
    }

    @Override
    public SocketAddress remoteAddress() {
      return inner().remoteAddress();
    }

    @Override
    public @Nullable Principal principal() {
      return inner().principal();
    }
  }

  /** A loop that passes everything on. */
  static class MiddleLoop implements Loop {
    final Loop inner;

    MiddleLoop(Loop inner) {
      this.inner = inner;
    }

    @Override
    public void execute(Runnable task) {
      inner.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
      return inner.schedule(delayNanos, task);
    }

    @Override
    public boolean inLoop() {
      return inner.inLoop();
    }

    @Override
    public long nanoTime() {
      return inner.nanoTime();
    }
  }

  static void fails(
      BiFunction<Loop, ConnectionHandler, ConnectionHandler> broken,
      ThrowingConsumer<TransportContract> test) {
    failsWith(transport -> Wrapped.handlers(transport, broken), test);
  }

  static void failsLoop(UnaryOperator<Loop> broken, ThrowingConsumer<TransportContract> test) {
    failsWith(transport -> Wrapped.loop(transport, broken), test);
  }

  static void failsWith(UnaryOperator<Transport> broken, ThrowingConsumer<TransportContract> test) {
    Contract contract = new Contract(broken, Duration.ofMillis(500));
    Throwable thrown = assertThrows(Throwable.class, () -> test.accept(contract));
    if (!(thrown instanceof AssertionError || thrown instanceof IOException)) {
      throw new AssertionError("fails, but not as a test does", thrown);
    }
  }

  /** The contract with the transport changed; little patience, where failing is waited for. */
  record Contract(UnaryOperator<Transport> change, Duration patience, MemoryNetwork network)
      implements TransportContract {

    Contract(UnaryOperator<Transport> change, Duration patience) {
      this(change, patience, new MemoryNetwork(1));
    }

    @Override
    public Transport newTransport() {
      return change.apply(network.newTransport());
    }

    @Override
    public SocketAddress anyAddress() {
      return MemoryAddress.of(0);
    }

    @Override
    public SocketAddress deadAddress() {
      return MemoryAddress.of(Integer.MAX_VALUE);
    }

    @Override
    public TransportPeer dial(SocketAddress address) throws IOException {
      return network.dial(address, patience());
    }
  }
}
