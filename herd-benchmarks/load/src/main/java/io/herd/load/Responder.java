package io.herd.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The least that can answer reports: it takes all lines to be as long as the generator's, and sends
 * back the same operands behind a head that never changes. Keeps nothing, checks nothing. Not
 * thread-safe.
 */
final class Responder implements AutoCloseable {

  private static final byte[] HEAD = "AT Clark +0.000000000 ".getBytes(US_ASCII);
  private static final int COMMAND_BYTES = "IAMAT ".length();
  private static final int OPERANDS_BYTES = Protocol.ECHO.length();
  private static final int LINE_BYTES = COMMAND_BYTES + OPERANDS_BYTES;
  private static final int ANSWER_BYTES = HEAD.length + OPERANDS_BYTES;
  private static final int LINES_MAX = 4_096;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final ByteBuffer out = ByteBuffer.allocateDirect(LINES_MAX * ANSWER_BYTES);

  private Responder() throws IOException {}

  /** Listens on loopback. */
  static Responder listen(int port) throws IOException {
    Responder responder = new Responder();
    responder.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    responder.server.configureBlocking(false);
    responder.server.register(responder.selector, SelectionKey.OP_ACCEPT);
    for (int i = 0; i < LINES_MAX; i++) {
      responder.out.put(i * ANSWER_BYTES, HEAD);
    }
    return responder;
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  /** Answers until this is closed. */
  void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::onReady);
      }
    } catch (ClosedSelectorException closed) {
      // by close
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        answer((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel != null) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(
          selector, SelectionKey.OP_READ, ByteBuffer.allocateDirect(LINES_MAX * LINE_BYTES));
    }
  }

  private void answer(SocketChannel channel, ByteBuffer in) throws IOException {
    if (channel.read(in) < 0) {
      channel.close();
      return;
    }
    int lines = in.position() / LINE_BYTES;
    out.clear();
    for (int i = 0; i < lines; i++) {
      out.put(i * ANSWER_BYTES + HEAD.length, in, i * LINE_BYTES + COMMAND_BYTES, OPERANDS_BYTES);
    }
    in.limit(in.position()).position(lines * LINE_BYTES);
    in.compact();
    out.position(0).limit(lines * ANSWER_BYTES);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Stops listening, and ends {@link #run}. */
  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }
}
