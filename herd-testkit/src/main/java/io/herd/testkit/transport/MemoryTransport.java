package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A transport of a {@link MemoryNetwork}. Takes {@link MemoryAddress} only. Thread-safe. */
public final class MemoryTransport implements Transport {

  private final WallClock clock = WallClock.of(InstantSource.system(), System::nanoTime);
  private final MemoryNetwork network;
  private final MemoryLoop loop;
  private final RandomGenerator random;

  MemoryTransport(MemoryNetwork network, MemoryLoop loop, RandomGenerator random) {
    this.network = network;
    this.loop = loop;
    this.random = random;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public WallClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Listener listen(SocketAddress address, Acceptor acceptor) throws IOException {
    return network.listen(loop, address, acceptor);
  }

  @Override
  public void connect(SocketAddress address, ConnectionHandler handler) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("connect is called by " + Thread.currentThread().getName());
    }
    if (loop.isStopping()) {
      return;
    }
    Pipe in = new Pipe();
    Pipe out = new Pipe();
    MemoryConnection connection = new MemoryConnection(loop, in, out, address);
    try {
      network.call(address, in, out);
      loop.defer(() -> connection.open(handler));
    } catch (IOException e) {
      loop.defer(() -> connection.fail(handler, e));
    }
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      throw new IllegalStateException("close is called on the loop, which it waits for");
    }
    loop.stop();
    network.listenersOf(loop).forEach(MemoryListener::close);
  }
}
