package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A network without sockets, for tests in one process: transports made by it can connect to each
 * other and to nobody else. Each has a thread of its own, as a real one has. Thread-safe.
 */
public final class MemoryNetwork {

  private final Random seeds;
  private final Map<Integer, MemoryListener> listeners = new HashMap<>();
  private int transports;
  private int lastNumber;

  /**
   * An empty network.
   *
   * @param seed where the randomness of its transports comes from
   */
  public MemoryNetwork(long seed) {
    seeds = new Random(seed);
  }

  /** A running transport. Its randomness is not fit for anything but tests. */
  public synchronized MemoryTransport newTransport() {
    transports++;
    MemoryLoop loop = new MemoryLoop("herd-memory-" + transports);
    loop.start();
    return new MemoryTransport(this, loop, new Random(seeds.nextLong()));
  }

  /**
   * Connects to a listener by a blocking stream.
   *
   * @param patience how long a read or write waits until it fails
   */
  public TransportPeer dial(SocketAddress address, Duration patience) throws IOException {
    Pipe in = new Pipe();
    Pipe out = new Pipe();
    call(address, in, out);
    return new MemoryPeer(in, out, patience);
  }

  /** Offers a connection to whoever listens; the pipes are as the caller sees them. */
  void call(SocketAddress address, Pipe in, Pipe out) throws IOException {
    MemoryListener listener = at(address);
    if (listener == null || !listener.offer(new MemoryListener.Call(out, in, newAddress()))) {
      throw new ConnectException("nobody listens on " + address);
    }
  }

  synchronized MemoryListener listen(MemoryLoop loop, SocketAddress address, Acceptor acceptor)
      throws IOException {
    if (!(address instanceof MemoryAddress place)) {
      throw new BindException(address + " is not a place in memory");
    }
    MemoryAddress own = place.number() == 0 ? newAddress() : place;
    MemoryListener listener = new MemoryListener(this, loop, own, acceptor);
    if (loop.isStopping()) {
      throw new IOException("the transport is closed");
    }
    if (listeners.putIfAbsent(own.number(), listener) != null) {
      throw new BindException(own + " is taken");
    }
    return listener;
  }

  synchronized void remove(MemoryListener listener) {
    listeners.remove(listener.address().number(), listener);
  }

  synchronized List<MemoryListener> listenersOf(MemoryLoop loop) {
    return listeners.values().stream().filter(listener -> listener.isOf(loop)).toList();
  }

  private synchronized MemoryAddress newAddress() {
    do {
      lastNumber++;
    } while (listeners.containsKey(lastNumber));
    return MemoryAddress.of(lastNumber);
  }

  private synchronized @Nullable MemoryListener at(SocketAddress address) throws IOException {
    if (!(address instanceof MemoryAddress place)) {
      throw new ConnectException(address + " is not a place in memory");
    }
    return listeners.get(place.number());
  }
}
