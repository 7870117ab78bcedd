package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One transport under test with its probes and the other sides of its connections. Closing it also
 * checks what must hold in every test: no callback was out of place, every open connection was
 * closed, and the loop's thread is gone. Thread-safe.
 */
final class Rig implements AutoCloseable {

  private final TransportSource source;
  private final Transport transport;
  private final Thread loopThread;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();
  private final List<TransportPeer> peers = new CopyOnWriteArrayList<>();
  private final Queue<Probe> expected = new ConcurrentLinkedQueue<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private @Nullable Listener listener;

  /** Whether code of the test is running on the loop, in which no callback may come. Loop only. */
  private boolean busy;

  Rig(TransportSource source) throws Exception {
    this(source, source.newTransport());
  }

  /** A rig of this transport, which it closes. */
  Rig(TransportSource source, Transport transport) throws Exception {
    this.source = source;
    this.transport = transport;
    loopThread = call(Thread::currentThread);
  }

  Transport transport() {
    return transport;
  }

  long patienceNanos() {
    return source.patience().toNanos();
  }

  Probe probe() {
    Probe probe = new Probe(this);
    probes.add(probe);
    return probe;
  }

  /** The address of a listener whose connections get the probes of {@link #expect}. */
  synchronized SocketAddress address() throws Exception {
    Listener current = listener;
    if (current == null) {
      current = transport.listen(source.anyAddress(), this::accept);
      listener = current;
    }
    return current.address();
  }

  /** The handler of the next connection accepted. */
  void expect(Probe probe) {
    expected.add(probe);
  }

  /** Connects the other side to this probe. */
  TransportPeer dial(Probe probe) throws Exception {
    expect(probe);
    TransportPeer peer = keep(source.dial(address()));
    await(probe.opened);
    return peer;
  }

  /** Closes this other side at the end. */
  <P extends TransportPeer> P keep(P peer) {
    peers.add(peer);
    return peer;
  }

  /** Connects by the transport itself, also to itself. */
  void connect(SocketAddress address, ConnectionHandler handler) throws Exception {
    run(() -> transport.connect(address, handler));
  }

  Connection open(Probe probe) throws Exception {
    return await(probe.opened);
  }

  /** Runs on the loop and waits for the result. */
  <T> T call(Callable<T> action) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    transport
        .loop()
        .execute(
            () -> {
              boolean outer = enter("a task");
              try {
                result.complete(action.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              } finally {
                leave(outer);
              }
            });
    return await(result);
  }

  void run(Runnable action) throws Exception {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  <T> T await(Future<T> future) throws Exception {
    try {
      return future.get(patienceNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("waited in vain; faults so far: " + faults, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError error) {
        throw error;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  void check(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  /** Code of the test begins to run on the loop. */
  boolean enter(String what) {
    check(transport.loop().inLoop(), what + " is not on the loop");
    check(!busy, what + " comes inside of another call");
    boolean outer = busy;
    busy = true;
    return outer;
  }

  void leave(boolean outer) {
    busy = outer;
  }

  @Override
  public void close() throws IOException {
    transport.close();
    try {
      loopThread.join(source.patience().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertFalse(loopThread.isAlive(), "the loop's thread is left");
    for (TransportPeer peer : peers) {
      peer.close();
    }
    for (Probe probe : probes) {
      check(!probe.opened.isDone() || probe.closed.isDone(), "onClose has not come");
    }
    assertEquals(List.of(), faults);
  }

  private @Nullable ConnectionHandler accept(Connection connection) {
    check(transport.loop().inLoop(), "the acceptor is not on the loop");
    return expected.poll();
  }
}
