package io.herd.testkit.transport;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in the network where connections are accepted, with its queue. Thread-safe. */
final class MemoryListener implements Listener {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryListener.class);

  private final MemoryNetwork network;
  private final MemoryLoop loop;
  private final MemoryAddress address;
  private final Acceptor acceptor;
  private final ArrayDeque<Call> queue = new ArrayDeque<>();
  private boolean closed;

  /** A connection not yet accepted, as this side will see it. */
  record Call(Pipe in, Pipe out, MemoryAddress from) {}

  MemoryListener(MemoryNetwork network, MemoryLoop loop, MemoryAddress address, Acceptor acceptor) {
    this.network = network;
    this.loop = loop;
    this.address = address;
    this.acceptor = acceptor;
  }

  /** Takes a call into the queue; false if this is closed. */
  synchronized boolean offer(Call call) {
    if (closed) {
      return false;
    }
    queue.add(call);
    loop.event(this::accept);
    return true;
  }

  @Override
  public MemoryAddress address() {
    return address;
  }

  @Override
  public synchronized void close() {
    closed = true;
    network.remove(this);
    for (Call call : queue) {
      call.in().reset();
      call.out().reset();
    }
    queue.clear();
  }

  boolean isOf(MemoryLoop other) {
    return loop == other;
  }

  private void accept() {
    Call call = poll();
    if (call == null) {
      return;
    }
    MemoryConnection connection = new MemoryConnection(loop, call.in(), call.out(), call.from());
    ConnectionHandler handler = null;
    try {
      handler = acceptor.accept(connection);
    } catch (Throwable e) {
      LOG.error("an acceptor failed", e);
    }
    if (handler == null) {
      connection.abort();
    } else {
      connection.open(handler);
    }
  }

  private synchronized @Nullable Call poll() {
    return queue.poll();
  }
}
