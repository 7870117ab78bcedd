package threads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The same answers from one thread with a selector, to compare it with threads: one server, without
 * neighbours. Not thread-safe.
 */
final class Loop {

  private static final int READ_BYTES = 65_536;

  private final Records records;
  private final Selector selector;
  private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);

  /** What a connection has not finished: a line, and its answers. */
  private static final class Client {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    private ByteBuffer answers = ByteBuffer.allocate(0);
    private boolean ended;
  }

  private Loop(String name, Selector selector) {
    this.records = new Records(name);
    this.selector = selector;
  }

  static void run(String name, int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println("ready");
      new Loop(name, selector).serve(listener);
    }
  }

  private void serve(ServerSocketChannel listener) throws IOException {
    while (true) {
      selector.select(
          key -> {
            if (key.isAcceptable()) {
              accept(listener);
            } else if (key.attachment() instanceof Client client) {
              serve(key, client);
            }
          });
    }
  }

  private void accept(ServerSocketChannel listener) {
    try {
      SocketChannel channel = listener.accept();
      if (channel != null) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Client());
      }
    } catch (IOException lost) {
      // It is gone before it was served.
    }
  }

  private void serve(SelectionKey key, Client client) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isReadable()) {
        read(channel, client);
      }
      channel.write(client.answers);
      if (client.answers.hasRemaining()) {
        // who does not read its answers is not read from
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (client.ended) {
        channel.close();
      } else {
        key.interestOps(SelectionKey.OP_READ);
      }
    } catch (IOException lost) {
      close(channel);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException closed) {
      // There is nothing left to close.
    }
  }

  private void read(SocketChannel channel, Client client) throws IOException {
    client.ended = channel.read(input.clear()) < 0;
    String read = ISO_8859_1.decode(input.flip()).toString();
    String text = client.line.size() == 0 ? read : client.line.toString(ISO_8859_1) + read;
    long now = Server.now();
    StringBuilder answers = new StringBuilder();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      answers.append(records.answer(text.substring(start, end), now, news -> {}));
      start = end + 1;
    }
    String rest = text.substring(start);
    if (client.ended && !rest.isEmpty()) {
      answers.append(records.answer(rest, now, news -> {}));
    }
    if (rest.length() > Records.LINE_BYTES) {
      throw new IOException("a line is too long");
    }
    client.line.reset();
    client.line.write(rest.getBytes(ISO_8859_1));
    client.answers = ByteBuffer.wrap(answers.toString().getBytes(ISO_8859_1));
  }
}
