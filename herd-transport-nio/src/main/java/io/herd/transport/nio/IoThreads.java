package io.herd.transport.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that serve the sockets of a loop: the loop's own, or further ones, each with a loop
 * and a selector of its own, among which the connections are dealt in turn. Loop thread only, but
 * for start and stop.
 */
final class IoThreads {

  private final NioLoop loop;
  private final List<NioLoop> threads;
  private int next;

  private IoThreads(NioLoop loop, List<NioLoop> threads) {
    this.loop = loop;
    this.threads = threads;
  }

  /** The threads, not yet started, of which the loop's has this name and the others one like it. */
  static IoThreads open(String name, int count, Timeouts timeouts) throws IOException {
    List<NioLoop> threads = new ArrayList<>();
    try {
      NioLoop loop = new NioLoop(name, timeouts);
      threads.add(loop);
      for (int i = 1; i <= count; i++) {
        threads.add(new NioLoop(name + "-io-" + i, timeouts));
      }
      return new IoThreads(loop, List.copyOf(threads.subList(1, threads.size())));
    } catch (IOException e) {
      threads.forEach(NioLoop::discard);
      throw e;
    }
  }

  NioLoop loop() {
    return loop;
  }

  void start() {
    threads.forEach(NioLoop::start);
    loop.start();
  }

  /** Ends the loop first: it has the last orders for the others, such as which sockets to reset. */
  void stop() {
    loop.stop();
    loop.join();
    threads.forEach(NioLoop::stop);
    threads.forEach(NioLoop::join);
  }

  /** A connection over this socket, which is closed if that fails. */
  NioConnection connection(SocketChannel channel, SocketAddress remote, @Nullable Tls tls)
      throws IOException {
    try {
      if (threads.isEmpty()) {
        return new NioConnection(loop, remote, end -> wire(loop, channel, remote, tls, end));
      }
      NioLoop io = threads.get(next);
      next = (next + 1) % threads.size();
      Wiring wiring = end -> wire(io, channel, remote, tls, end);
      return new NioConnection(
          loop, remote, end -> new RelayedWire(loop, io, channel, wiring, end));
    } catch (IOException | RuntimeException e) {
      Sockets.close(channel, false);
      throw e;
    }
  }

  private static Wire wire(
      NioLoop on, SocketChannel channel, SocketAddress remote, @Nullable Tls tls, Wire.End end)
      throws IOException {
    return tls == null
        ? new SocketWire(on, channel, remote, end)
        : new TlsWire(on, channel, remote, tls, end);
  }
}
