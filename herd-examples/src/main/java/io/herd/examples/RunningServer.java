package io.herd.examples;

import io.herd.HerdNode;
import io.herd.examples.wirelog.FileWireLog;
import io.herd.spi.PlacesProvider;
import io.herd.spi.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node with what it was put together from, to be stopped as one. Thread-safe. */
public final class RunningServer implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final HerdNode node;
  private final Transport transport;
  private final @Nullable FileWireLog log;
  private final @Nullable PlacesProvider places;
  private volatile @Nullable ConfigWatcher watcher;

  RunningServer(
      HerdNode node,
      Transport transport,
      @Nullable FileWireLog log,
      @Nullable PlacesProvider places) {
    this.node = node;
    this.transport = transport;
    this.log = log;
    this.places = places;
  }

  /** Adds what is to be ended before the node is. */
  void closeFirst(ConfigWatcher given) {
    watcher = given;
  }

  /** The node. */
  public HerdNode node() {
    return node;
  }

  /** The port on which it really listens. */
  public int port() {
    return ((InetSocketAddress) node.address()).getPort();
  }

  /**
   * Stops in good order: accepts no more connections, answers what is in flight, then ends the
   * transport and writes the rest of the log. Idempotent.
   *
   * @param drain how long the answers may take
   * @return whether everything was answered in that time
   */
  public boolean stop(Duration drain) {
    boolean answered = false;
    endWatcher();
    try {
      node.stop(drain).toCompletableFuture().get(drain.toMillis() + 1_000, TimeUnit.MILLISECONDS);
      answered = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      answered = false;
    }
    if (answered) {
      node.close();
    }
    kill();
    return answered;
  }

  /** Ends it at once, as a crash would: nothing is answered any more. Idempotent. */
  public void kill() {
    endWatcher();
    transport.close();
    if (log != null) {
      log.close();
    }
    if (places != null) {
      places.close();
    }
  }

  private void endWatcher() {
    ConfigWatcher watching = watcher;
    if (watching != null) {
      watching.close();
    }
  }

  /** Stops in good order, within some seconds. */
  @Override
  public void close() {
    stop(DRAIN);
  }
}
