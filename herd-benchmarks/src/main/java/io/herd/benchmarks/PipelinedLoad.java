package io.herd.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A closed loop of pipelined IAMAT commands: each connection sends {@code depth} of them, waits for
 * as many answers, and sends the next. Prints answers a second, every second and over all.
 *
 * <p>Arguments: {@code host port connections depth clients seconds [plain|tls]}, where plain is the
 * default. {@link LoadServer} is a server of any transport to be measured.
 */
public final class PipelinedLoad {

  private final Selector selector;
  private final ReportBatch batch;
  private final int depth;
  private final int clients;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final byte[] copy = new byte[1 << 18];
  private long sent;
  private long answered;

  private PipelinedLoad(int depth, int clients) throws IOException {
    this.selector = Selector.open();
    this.batch = new ReportBatch(depth);
    this.depth = depth;
    this.clients = clients;
  }

  /** One connection and how many answers it waits for. */
  private static final class Caller {
    final SocketChannel channel;
    final @Nullable TlsCaller tls;
    ByteBuffer rest = ByteBuffer.allocate(0);
    int outstanding;

    Caller(SocketChannel channel, @Nullable TlsCaller tls) {
      this.channel = channel;
      this.tls = tls;
    }
  }

  /** Runs the load. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    int connections = Integer.parseInt(args[2]);
    PipelinedLoad load = new PipelinedLoad(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    load.connect(server, connections, args.length > 6 && isTls(args[6]));
    load.run(Integer.parseInt(args[5]));
  }

  /** Whether a connection is to be secured. */
  static boolean isTls(String argument) {
    return switch (argument) {
      case "tls" -> true;
      case "plain" -> false;
      default -> throw new IllegalArgumentException(argument + " is neither plain nor tls");
    };
  }

  private void connect(InetSocketAddress server, int connections, boolean secured)
      throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Caller caller = new Caller(channel, secured ? TlsCaller.over(channel) : null);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, caller);
      send(caller);
    }
  }

  private void run(int seconds) throws IOException {
    long start = System.nanoTime();
    long lastTime = start;
    long lastCount = 0;
    for (int second = 1; second <= seconds; second++) {
      while (System.nanoTime() - start < second * 1_000_000_000L) {
        selector.select(this::onReady, 100);
      }
      long now = System.nanoTime();
      print("second " + second, answered - lastCount, now - lastTime);
      lastTime = now;
      lastCount = answered;
    }
    print("all", answered, System.nanoTime() - start);
    selector.close();
  }

  private static void print(String what, long answers, long nanos) {
    System.out.printf(Locale.ROOT, "%-10s %,12.0f answers/s%n", what, answers * 1e9 / nanos);
  }

  private void onReady(SelectionKey key) {
    Caller caller = (Caller) key.attachment();
    try {
      if (key.isWritable()) {
        write(caller, caller.rest);
      }
      if (key.isReadable()) {
        read(caller);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server is gone", e);
    }
  }

  private void read(Caller caller) throws IOException {
    in.clear();
    if (caller.tls != null) {
      caller.tls.read(in);
    } else if (caller.channel.read(in) < 0) {
      throw new IOException("closed by the server");
    }
    in.flip();
    int length = in.remaining();
    in.get(copy, 0, length);
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += copy[i] == '\n' ? 1 : 0;
    }
    answered += lines;
    caller.outstanding -= lines;
    if (lines > 0 && caller.outstanding == 0) {
      send(caller);
    }
  }

  private void send(Caller caller) throws IOException {
    caller.outstanding = depth;
    ByteBuffer lines = batch.next(sent * 0x9E3779B97F4A7C15L, clients, sent);
    sent += depth;
    write(caller, caller.tls == null ? lines : caller.tls.encrypt(lines));
  }

  private void write(Caller caller, ByteBuffer lines) throws IOException {
    caller.channel.write(lines);
    SelectionKey key = caller.channel.keyFor(selector);
    if (lines.hasRemaining()) {
      caller.rest = ByteBuffer.allocate(lines.remaining()).put(lines).flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } else {
      key.interestOps(SelectionKey.OP_READ);
    }
  }
}
