package io.herd.examples.unix;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket file on which connections are accepted. It is there as long as this is open; one that a
 * crash has left behind is replaced. Thread-safe.
 */
final class UnixListener implements Listener, UnixLoop.Selected {

  private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);
  private static final int BACKLOG = 4096;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final UnixLoop loop;
  private final ServerSocketChannel channel;
  private final UnixDomainSocketAddress address;
  private final Acceptor acceptor;
  private final Consumer<UnixListener> whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();

  private UnixListener(
      UnixLoop loop,
      ServerSocketChannel channel,
      Acceptor acceptor,
      Consumer<UnixListener> whenClosed)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.address = (UnixDomainSocketAddress) channel.getLocalAddress();
    this.acceptor = acceptor;
    this.whenClosed = whenClosed;
  }

  /** A listener that queues connections in the kernel until it is started. */
  static UnixListener bind(
      UnixLoop loop, SocketAddress address, Acceptor acceptor, Consumer<UnixListener> whenClosed)
      throws IOException {
    if (!(address instanceof UnixDomainSocketAddress file)) {
      throw new IOException(address + " is no socket file");
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      try {
        channel.bind(file, BACKLOG);
      } catch (BindException e) {
        if (!isLeftBehind(file)) {
          throw e;
        }
        Files.delete(file.getPath());
        channel.bind(file, BACKLOG);
      }
      return new UnixListener(loop, channel, acceptor, whenClosed);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether this is a socket that nobody listens on any more. */
  private static boolean isLeftBehind(UnixDomainSocketAddress file) throws IOException {
    try (SocketChannel probe = SocketChannel.open(file)) {
      LOG.debug("{} is taken, {} answers", file, probe);
      return false;
    } catch (ConnectException e) {
      return Files.exists(file.getPath()) && !Files.isRegularFile(file.getPath());
    }
  }

  void start() {
    try {
      channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    } catch (ClosedChannelException e) {
      LOG.debug("{} was closed before it was started", address);
    }
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void onReady(SelectionKey key) {
    try {
      SocketChannel accepted = channel.accept();
      if (accepted != null) {
        accept(accepted);
      }
    } catch (ClosedChannelException e) {
      LOG.debug("{} was closed meanwhile", address);
    } catch (IOException e) {
      LOG.warn("accepting on {} fails; trying again", address, e);
      key.interestOps(0); // it stays ready: without a pause this would spin
      loop.schedule(PAUSE_NANOS, () -> resume(key));
    }
  }

  private static void resume(SelectionKey key) {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void accept(SocketChannel accepted) throws IOException {
    UnixConnection connection = new UnixConnection(loop, accepted.getRemoteAddress());
    connection.use(accepted);
    ConnectionHandler handler = ask(connection);
    if (handler == null) {
      connection.abort();
    } else {
      connection.open(handler);
    }
  }

  private @Nullable ConnectionHandler ask(UnixConnection connection) {
    try {
      return acceptor.accept(connection);
    } catch (RuntimeException | AssertionError e) {
      LOG.error("an acceptor failed", e);
      return null;
    }
  }

  @Override
  public void onLoopEnd() {
    close();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    whenClosed.accept(this);
    try {
      channel.close();
      Files.deleteIfExists(address.getPath());
    } catch (IOException e) {
      LOG.warn("{} cannot be closed", address, e);
    }
    loop.execute(() -> {}); // the selector lets go of the socket when it selects again
  }
}
