package io.herd.testkit.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A channel as a blocking stream that waits no longer than it may. One thread may read while
 * another writes.
 */
final class ChannelPeer implements TransportPeer {

  private final SocketChannel channel;
  private final Duration patience;
  private final Selector readable;
  private final Selector writable;

  ChannelPeer(SocketChannel channel, Duration patience) throws IOException {
    this.channel = channel;
    this.patience = patience;
    channel.configureBlocking(false);
    readable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
    writable = Selector.open();
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.write(buffer);
    while (buffer.hasRemaining()) {
      await(writable);
      channel.write(buffer);
    }
  }

  @Override
  public int read(byte[] into) throws IOException {
    int count = channel.read(ByteBuffer.wrap(into));
    while (count == 0) {
      await(readable);
      count = channel.read(ByteBuffer.wrap(into));
    }
    return count;
  }

  private void await(Selector selector) throws IOException {
    if (selector.select(key -> {}, patience.toMillis()) == 0) {
      throw new SocketTimeoutException("nothing has happened for " + patience);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /**
   * Closes the socket with bytes unread, which is the only reset of such sockets. It must not be
   * registered any more, or it would be half-closed first, and the other side might see that.
   */
  @Override
  public void reset() throws IOException {
    readable.close();
    writable.close();
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    readable.close(); // the socket is let go by the selectors
    writable.close();
  }
}
