package io.herd.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks every server for the last reports that were remembered, until all have them or time is up.
 * Not thread-safe.
 */
final class Agreement {

  private static final int IN_BYTES = 1 << 20;
  private static final int AT_ONCE = 50;
  private static final long BETWEEN_NANOS = 10_000_000L;
  private static final double DEGREES = 1e-5;

  private final Plan plan;
  private final LastReports lastReports;
  private final RequestForm question;
  private final RequestForm echo = RequestForm.of(Protocol.ECHO);
  private final RequestForm value = RequestForm.of(Protocol.REDIS_VALUE);
  private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES).order(Digits.ORDER);
  private String difference = "";

  /** Of the servers of a plan. */
  Agreement(Plan plan, LastReports lastReports) {
    this.plan = plan;
    this.lastReports = lastReports;
    this.question = plan.protocol().question();
  }

  /** Waits until all servers agree; false if they do not in time. */
  boolean await(long deadlineNanoTime) throws IOException {
    for (InetSocketAddress server : plan.servers()) {
      try (SocketChannel channel = SocketChannel.open(server)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        TlsCaller tls = plan.tls() ? TlsCaller.over(channel) : null;
        if (!await(new Asking(channel, tls), server, deadlineNanoTime)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Asks for what the server did not have yet. Whoever is behind is asked about one client only,
   * and left in peace in between: the questions are not to be what it is busy with.
   */
  private boolean await(Asking asking, InetSocketAddress server, long deadlineNanoTime)
      throws IOException {
    int had = 0;
    int atOnce = AT_ONCE;
    while (had < lastReports.size()) {
      int end = Math.min(lastReports.size(), had + atOnce);
      int has = had + countHad(asking, server, had, end);
      atOnce = has == end ? AT_ONCE : 1;
      had = has;
      if (has < end) {
        if (System.nanoTime() - deadlineNanoTime > 0) {
          return false;
        }
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    }
    return true;
  }

  /** What the last server that did not agree has said. */
  String difference() {
    return difference;
  }

  /** Of how many clients from the first on it has the last report, up to one that it has not. */
  private int countHad(Asking asking, InetSocketAddress server, int first, int end)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocate(AT_ONCE * question.bytes()).order(Digits.ORDER);
    int at = 0;
    for (int i = first; i < end; i++) {
      if (lastReports.timeNanos(i) != 0) {
        at = question.put(out, at, lastReports.client(i), 0);
      }
    }
    asking.write(out.limit(at));
    in.clear();
    int had = end - first;
    int from = 0;
    for (int i = first; i < end; i++) {
      if (lastReports.timeNanos(i) != 0) {
        int to = asking.readAnswer(from);
        if (!isRight(from, to, lastReports.client(i), lastReports.timeNanos(i))) {
          had = Math.min(had, i - first);
          difference = server + " said " + AnswerText.quote(in, from, to);
        }
        from = to;
      }
    }
    return had;
  }

  private boolean isRight(int from, int to, int client, long timeNanos) {
    return switch (plan.protocol()) {
      case IAMAT -> {
        int echoAt = AnswerText.lineEnd(in, from, to) - echo.bytes();
        yield echoAt > from && echo.isAt(in, echoAt, client, timeNanos);
      }
      case REDIS_SET ->
          to - from > value.bytes() && value.isAt(in, to - value.bytes(), client, timeNanos);
      case REDIS_GEOADD -> isPosition(from, to, timeNanos);
    };
  }

  /** Redis keeps a position with 52 bits, and prints what it has kept. */
  private boolean isPosition(int from, int to, long timeNanos) {
    String[] lines = AnswerText.quote(in, from, to).split("\r\n", -1);
    return lines.length == 6
        && Math.abs(Double.parseDouble(lines[3]) + 118.445127) < DEGREES
        && Math.abs(Double.parseDouble(lines[5]) - 34.06 - timeNanos % Digits.FOUR / 1e6) < DEGREES;
  }

  /** Where the answer at a position ends, or -1 if that has not come. */
  private int answerEnd(int from, int to) {
    if (from == to) {
      return -1;
    }
    return switch (plan.protocol()) {
      case IAMAT ->
          in.get(from) == '?' ? AnswerText.lineEnd(in, from, to) : AnswerText.pageEnd(in, from, to);
      case REDIS_SET -> lines(from, to, in.get(from) == '$' && next(from, to) != '-' ? 2 : 1);
      case REDIS_GEOADD -> lines(from, to, next(from, to) != '1' || third(from, to) == '-' ? 2 : 6);
    };
  }

  private byte next(int from, int to) {
    return from + 1 < to ? in.get(from + 1) : 0;
  }

  /** The second character of the second line: of a client that is not known, there is a -1. */
  private byte third(int from, int to) {
    return from + 5 < to ? in.get(from + 5) : 0;
  }

  private int lines(int from, int to, int count) {
    int at = from;
    for (int i = 0; i < count && at >= 0; i++) {
      at = AnswerText.lineEnd(in, at, to);
    }
    return at;
  }

  /** A connection that asks and waits. */
  private final class Asking {
    private final SocketChannel channel;
    private final @Nullable TlsCaller tls;

    Asking(SocketChannel channel, @Nullable TlsCaller tls) {
      this.channel = channel;
      this.tls = tls;
    }

    void write(ByteBuffer questions) throws IOException {
      ByteBuffer bytes = tls == null ? questions : tls.encrypt(questions);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Reads on until the answer that begins at a position has come; gives its end. */
    int readAnswer(int from) throws IOException {
      int end = answerEnd(from, in.position());
      while (end < 0) {
        if (!in.hasRemaining()) {
          throw new IOException(
              "an answer has no end: " + AnswerText.quote(in, from, in.position()));
        }
        if (tls != null) {
          tls.read(in);
        } else if (channel.read(in) < 0) {
          throw new EOFException("closed by the server");
        }
        end = answerEnd(from, in.position());
      }
      return end;
    }
  }
}
