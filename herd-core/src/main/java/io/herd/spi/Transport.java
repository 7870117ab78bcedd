package io.herd.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node needs of the world outside: a loop to run on, sockets, a clock and randomness.
 * One transport serves one node, from {@code HerdNodeBuilder.start} until {@link #close}.
 *
 * <p>The rules that every implementation keeps, and that {@code TransportContract} of {@code
 * herd-testkit} shows:
 *
 * <ol>
 *   <li>All callbacks of all connections run on the loop; {@code onOpen} is first, {@code onClose}
 *       last and once, also when {@code close} is called inside a callback.
 *   <li>However the stream is cut up on its way, down to single bytes, the handler sees the same
 *       bytes in order.
 *   <li>{@code send} is all or nothing; a refused send is followed by exactly one {@code
 *       onDrained}.
 *   <li>Bytes the handler left in the buffer are offered again as soon as reading is switched on
 *       again, even if the other side sends nothing more.
 *   <li>A task given to {@code execute} by the loop itself runs without waiting for I/O.
 *   <li>A half-close is reported once, after the last byte; what is sent afterwards still reaches
 *       the other side.
 *   <li>What one turn of the loop sends on a connection goes out in one write where the kernel
 *       takes it; 8 KB and more may be written sooner.
 * </ol>
 *
 * <p>A turn is: the callbacks for what the sockets have, then the tasks, those included that tasks
 * add, then the writes.
 *
 * <p>A transport starts its threads when it is created or first used, and has ended them when
 * {@code close} returns. Thread-safe.
 */
public interface Transport extends AutoCloseable {

  /** The loop on which every callback of this transport runs. Always the same one. */
  Loop loop();

  /** The wall clock that receipts are stamped with. */
  WallClock clock();

  /**
   * The source of challenges, incarnations and jitter. Used on the loop only. Outside of
   * simulations it must be cryptographically strong: the proofs of peers rest on it.
   */
  RandomGenerator random();

  /**
   * Starts to accept connections. May be called from any thread.
   *
   * @param address where to listen; port 0 chooses a free port, which {@link Listener#address}
   *     tells
   * @param acceptor asked on the loop for the handler of each new connection
   * @throws IOException if the address cannot be bound, or the transport was closed
   */
  Listener listen(SocketAddress address, Acceptor acceptor) throws IOException;

  /**
   * Starts to accept connections as {@link #listen(SocketAddress, Acceptor)} does, secured by TLS
   * unless {@code tls} is null. The acceptor is asked before the TLS handshake, and {@code onOpen}
   * follows after it: until then, the handler may close or abort the connection, but not send. A
   * handshake that fails, or is not done within 10 seconds, ends in {@code onClose} alone with the
   * cause, after the other side was sent the alert that says why.
   *
   * <p>An end of the stream without TLS's own goodbye is no half-close but {@code onClose} with a
   * cause: whoever cuts a connection must not make half a line look whole. After such a goodbye,
   * what is sent still reaches the other side where the version of TLS allows it, from 1.3 on.
   *
   * @throws UnsupportedOperationException if {@code tls} is given and this transport has no TLS
   */
  default Listener listen(SocketAddress address, @Nullable TlsEngines tls, Acceptor acceptor)
      throws IOException {
    if (tls != null) {
      throw new UnsupportedOperationException("this transport has no TLS");
    }
    return listen(address, acceptor);
  }

  /**
   * Starts to connect and returns at once. Loop thread only. The handler sees {@code onOpen} to
   * {@code onClose}, or, if no connection comes about, {@code onClose} alone with the cause;
   * neither before this call has returned. Once the transport is being closed, nothing happens.
   *
   * @throws IllegalStateException if called by another thread
   */
  void connect(SocketAddress address, ConnectionHandler handler);

  /**
   * Starts to connect as {@link #connect(SocketAddress, ConnectionHandler)} does, secured by TLS
   * unless {@code tls} is null; {@code onOpen} comes after the TLS handshake. A handshake that
   * fails, or is not done within 10 seconds, ends in {@code onClose} alone with the cause.
   *
   * @throws UnsupportedOperationException if {@code tls} is given and this transport has no TLS
   */
  default void connect(SocketAddress address, @Nullable TlsEngines tls, ConnectionHandler handler) {
    if (tls != null) {
      throw new UnsupportedOperationException("this transport has no TLS");
    }
    connect(address, handler);
  }

  /**
   * Closes listeners and connections, ends the loop and waits for its thread; open connections see
   * {@code onClose}. Bytes not yet written are given up. Idempotent. Must not be called on the
   * loop.
   */
  @Override
  void close();
}
