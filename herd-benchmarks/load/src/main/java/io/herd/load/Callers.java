package io.herd.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** All connections, and the loop that serves them. Not thread-safe. */
final class Callers implements AutoCloseable {

  private static final int IN_BYTES = 1 << 18;
  private static final int OUTSTANDING_MAX = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Below this, waiting in the kernel would take longer. */
  private static final long SPIN_NANOS = 2 * NANOS_PER_MILLI;

  private final Selector selector = Selector.open();
  private final List<Caller> callers = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).order(Digits.ORDER);
  private final Answers answers;
  private final Tally tally;
  private Pace pace = new Silence();

  private Callers(Plan plan, Tally tally) throws IOException {
    this.answers = Answers.of(plan.protocol());
    this.tally = tally;
  }

  /**
   * Opens the connections of a plan.
   *
   * @param batchMax how many requests a connection sends at once
   */
  static Callers open(Plan plan, int batchMax, Tally tally) throws IOException {
    Callers all = new Callers(plan, tally);
    int count = plan.connections();
    int each = (plan.clients() + count - 1) / count;
    ZipfTable zipf = plan.choice() == Clients.Choice.ZIPF ? new ZipfTable(each) : ZipfTable.NONE;
    int room = plan.isClosedLoop() ? batchMax : Math.max(batchMax, OUTSTANDING_MAX / count);
    for (int i = 0; i < count; i++) {
      int own = (plan.clients() - i + count - 1) / count;
      Clients clients = new Clients(i, count, own, plan.choice(), zipf, plan.seed());
      InetSocketAddress server = plan.servers().get(i % plan.servers().size());
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      TlsCaller tls = plan.tls() ? TlsCaller.over(channel) : null;
      all.callers.add(new Caller(i, channel, tls, all.selector, new Outstanding(room), clients));
    }
    return all;
  }

  List<Caller> all() {
    return callers;
  }

  /** Changes when requests are sent. */
  void pace(Pace changed) {
    pace = changed;
  }

  /** Serves the connections until a time of {@link System#nanoTime}. */
  void runUntil(long end) throws IOException {
    while (System.nanoTime() - end < 0) {
      turn(end);
    }
  }

  /** Serves the connections once; waits at most until a time. */
  void turn(long end) throws IOException {
    long now = System.nanoTime();
    pace.onTurn(now);
    long idle = Math.min(pace.idleNanos(now), end - now);
    if (idle < SPIN_NANOS) {
      selector.selectNow(this::onReady);
    } else {
      selector.select(this::onReady, idle / NANOS_PER_MILLI);
    }
  }

  /** How many requests are not answered. */
  long outstanding() {
    long sum = 0;
    for (Caller caller : callers) {
      sum += caller.outstanding.size();
    }
    return sum;
  }

  private void onReady(SelectionKey key) {
    Caller caller = (Caller) key.attachment();
    try {
      if (key.isWritable()) {
        caller.onWritable();
      }
      if (key.isReadable()) {
        read(caller);
      }
    } catch (IOException e) {
      fail(caller, e);
    }
  }

  private void read(Caller caller) throws IOException {
    caller.read(in.clear());
    long now = System.nanoTime();
    tally.comesAt(now);
    int to = in.position();
    int end = answers.take(in, 0, to, caller, tally);
    if (end < to) {
      caller.keep(in, end, to);
    }
    if (end > 0) {
      pace.onAnswers(caller, now);
    }
  }

  /** A connection that breaks is an error for each answer that does not come, and one itself. */
  private void fail(Caller caller, IOException cause) {
    tally.onError("connection " + caller.index + ": " + cause.getMessage());
    for (int missing = caller.outstanding.size(); missing > 0; missing--) {
      tally.onError("connection " + caller.index + " broke before the answer");
    }
    try {
      caller.close();
    } catch (IOException e) {
      tally.onError("connection " + caller.index + " cannot be closed: " + e.getMessage());
    }
  }

  /** Closes all connections. */
  @Override
  public void close() throws IOException {
    for (Caller caller : callers) {
      caller.close();
    }
    selector.close();
  }
}
