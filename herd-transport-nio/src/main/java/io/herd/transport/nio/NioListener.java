package io.herd.transport.nio;

import io.herd.spi.Acceptor;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.TlsEngines;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket. Bound on the caller's thread, it is a task that takes itself to the loop.
 * When accepting fails, for want of file descriptors mostly, it pauses a moment: what waits in the
 * kernel's queue is still there afterwards. Thread-safe.
 */
final class NioListener implements Listener, Selectable, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(NioListener.class);
  private static final int BACKLOG = 4096;
  private static final int ACCEPTED_A_TURN_MAX = 256;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final NioLoop loop;
  private final IoThreads threads;
  private final ServerSocketChannel channel;
  private final SocketAddress address;
  private final @Nullable TlsEngines tls;
  private final Acceptor acceptor;
  private final Consumer<NioListener> onClose;
  private boolean failing;

  private NioListener(
      IoThreads threads,
      ServerSocketChannel channel,
      @Nullable TlsEngines tls,
      Acceptor acceptor,
      Consumer<NioListener> onClose)
      throws IOException {
    this.loop = threads.loop();
    this.threads = threads;
    this.channel = channel;
    this.address = channel.getLocalAddress();
    this.tls = tls;
    this.acceptor = acceptor;
    this.onClose = onClose;
  }

  /** A bound listener; given to the loop as a task, it accepts. */
  static NioListener bind(
      IoThreads threads,
      SocketAddress address,
      @Nullable TlsEngines tls,
      Acceptor acceptor,
      Consumer<NioListener> onClose)
      throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel channel =
        unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!unix) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      channel.bind(address, BACKLOG);
      return new NioListener(threads, channel, tls, acceptor, onClose);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void run() {
    try {
      channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    } catch (ClosedChannelException e) {
      LOG.debug("{} was closed before it accepted", address);
    }
  }

  @Override
  public void onReady(SelectionKey key) {
    for (int i = 0; i < ACCEPTED_A_TURN_MAX && channel.isOpen(); i++) {
      SocketChannel accepted;
      try {
        accepted = channel.accept();
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        pause(key, e);
        return;
      }
      if (accepted == null) {
        failing = false;
        return;
      }
      open(accepted);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be closed", address, e);
    }
    loop.execute(() -> {}); // the selector lets go of the socket when it next selects
  }

  private void open(SocketChannel accepted) {
    NioConnection connection;
    try {
      connection = threads.connection(accepted, Sockets.configure(accepted), Tls.accepting(tls));
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} was reset before it was accepted", accepted, e);
      Sockets.close(accepted, false);
      return;
    }
    ConnectionHandler handler = null;
    try {
      handler = acceptor.accept(connection);
    } catch (Throwable e) {
      loop.logFailure("an acceptor", e);
    }
    if (handler != null) {
      connection.accept(handler);
    } else {
      connection.abort();
    }
  }

  private void pause(SelectionKey key, IOException cause) {
    if (failing) {
      LOG.debug("accepting on {} fails still", address, cause);
    } else {
      LOG.warn("accepting on {} fails; trying again", address, cause);
    }
    failing = true;
    interest(key, 0);
    loop.schedule(PAUSE_NANOS, () -> interest(key, SelectionKey.OP_ACCEPT));
  }

  private static void interest(SelectionKey key, int ops) {
    if (key.isValid()) {
      key.interestOps(ops);
    }
  }
}
