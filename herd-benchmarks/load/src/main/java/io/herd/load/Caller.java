package io.herd.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: what it waits for, what could not be sent yet, and the beginning of an
 * answer whose end has not come. Not thread-safe.
 */
final class Caller {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final @Nullable TlsCaller tls;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private ByteBuffer begun = ByteBuffer.allocate(0);

  /** Its place among the connections. */
  final int index;

  final Outstanding outstanding;

  /** The clients that report here and nowhere else. */
  final Clients clients;

  /** The length of the last answer to a report; most have the length of the one before. */
  int answerBytes;

  /** Takes up a connection that is open and, with TLS, secured. */
  Caller(
      int index,
      SocketChannel channel,
      @Nullable TlsCaller tls,
      Selector selector,
      Outstanding outstanding,
      Clients clients)
      throws IOException {
    this.index = index;
    this.channel = channel;
    this.tls = tls;
    this.outstanding = outstanding;
    this.clients = clients;
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Whether everything that was written has been sent. */
  boolean isWritable() {
    return !unsent.hasRemaining();
  }

  /** Sends, or keeps what the socket does not take. Only when this {@link #isWritable}. */
  void write(ByteBuffer requests) throws IOException {
    ByteBuffer bytes = tls == null ? requests : tls.encrypt(requests);
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      if (unsent.capacity() < bytes.remaining()) {
        unsent = ByteBuffer.allocateDirect(bytes.capacity());
      }
      unsent.clear().put(bytes).flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  /** The socket takes bytes again. */
  void onWritable() throws IOException {
    channel.write(unsent);
    if (!unsent.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** Fills an empty buffer with what has come, behind what had been kept. */
  void read(ByteBuffer in) throws IOException {
    in.put(begun);
    if (tls != null) {
      tls.read(in);
    } else if (channel.read(in) < 0) {
      throw new EOFException("closed by the server");
    }
  }

  /** Keeps the beginning of an answer for the next read. */
  void keep(ByteBuffer in, int from, int to) {
    int length = to - from;
    if (begun.capacity() < length) {
      begun = ByteBuffer.allocate(Integer.highestOneBit(length) * 2);
    }
    begun.clear().put(0, in, from, length).limit(length);
  }

  /** Ends the connection; nothing more comes or goes. */
  void close() throws IOException {
    outstanding.clear();
    unsent.limit(unsent.position());
    channel.close();
  }

  /** Whether it still is a connection. */
  boolean isOpen() {
    return channel.isOpen();
  }
}
