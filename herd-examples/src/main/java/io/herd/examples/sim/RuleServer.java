package io.herd.examples.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.protocol.ServerId;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.testkit.sim.SimulatedTransport;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A server of a herd that floods by a {@link FloodingRule}: every message takes a connection of its
 * own, a neighbour that cannot be reached is not told later, and a server that begins is told
 * nothing. One object is one life of the server. Loop thread only.
 */
final class RuleServer {

  private final RuleHerd herd;
  private final ServerId self;
  private final SortedSet<ServerId> neighbours;
  private final SimulatedTransport transport;
  private final Map<String, Held> held = new HashMap<>();

  /**
   * What is kept of a client.
   *
   * @param timeNanos when the client reported, by its clock
   * @param stampNanos when a server took that report, by its clock
   */
  record Held(long timeNanos, long stampNanos) {}

  /**
   * A report under way.
   *
   * @param origin the server that the client reported to
   * @param sender who told it, or null for the client itself
   */
  record News(
      ServerId origin,
      @Nullable ServerId sender,
      long stampNanos,
      String client,
      String position,
      long timeNanos) {

    /** As it is sent: an AT line with two fields more, the stamp and the sender. */
    String line(ServerId from) {
      long skew = stampNanos - timeNanos;
      return "AT %s %s%d.%09d %s %s %s %s %s\n"
          .formatted(
              origin,
              skew < 0 ? "-" : "+",
              Math.abs(skew) / 1_000_000_000L,
              Math.abs(skew) % 1_000_000_000L,
              client,
              position,
              seconds(timeNanos),
              seconds(stampNanos),
              from);
    }

    static News parse(String line) {
      String[] fields = line.strip().split(" ", -1);
      return new News(
          ServerId.of(fields[1]),
          ServerId.of(fields[7]),
          nanos(fields[6]),
          fields[3],
          fields[4],
          nanos(fields[5]));
    }

    static String seconds(long nanos) {
      return "%d.%09d".formatted(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
    }

    private static long nanos(String seconds) {
      return Long.parseLong(seconds.replace(".", ""));
    }
  }

  RuleServer(
      RuleHerd herd, ServerId self, SortedSet<ServerId> neighbours, SimulatedTransport transport) {
    this.herd = herd;
    this.self = self;
    this.neighbours = neighbours;
    this.transport = transport;
    transport.listen(herd.network().address(self.toString()), connection -> new Incoming());
  }

  SimulatedTransport transport() {
    return transport;
  }

  Map<String, Held> held() {
    return held;
  }

  /** A client reports. */
  void report(String client, long clientNanos) {
    transport.execute(
        () -> {
          long now = transport.clock().epochNanos();
          take(new News(self, null, now, client, "+34.068930-118.445127", clientNanos));
        });
  }

  private void take(News news) {
    Held before = held.get(news.client());
    boolean told = herd.rule().isTold(before, news);
    if (herd.rule().isKept(before, news)) {
      held.put(news.client(), new Held(news.timeNanos(), news.stampNanos()));
      herd.listener().onKept(self, news.client(), news.timeNanos(), news.sender() == null);
    }
    if (told) {
      byte[] line = news.line(self).getBytes(US_ASCII);
      for (ServerId neighbour : neighbours) {
        if (herd.rule().isFor(neighbour, news) && herd.maySend()) {
          tell(neighbour, line);
        }
      }
    }
  }

  private void tell(ServerId neighbour, byte[] line) {
    transport.connect(herd.network().address(neighbour.toString()), new Outgoing(neighbour, line));
  }

  /** Says one line and closes. */
  private final class Outgoing implements ConnectionHandler {
    private final ServerId neighbour;
    private final byte[] line;

    Outgoing(ServerId neighbour, byte[] line) {
      this.neighbour = neighbour;
      this.line = line;
    }

    @Override
    public void onOpen(Connection connection) {
      connection.send(line, 0, line.length);
      connection.close();
      herd.listener().onMessage(self.toString(), neighbour.toString(), line, 0, line.length);
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      in.position(in.limit());
    }

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {}

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {
      if (cause != null) {
        herd.countFailure();
      }
    }
  }

  /** Takes one line. */
  private final class Incoming implements ConnectionHandler {

    @Override
    public void onOpen(Connection connection) {}

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      int length = in.remaining();
      if (in.get(in.limit() - 1) == '\n') {
        byte[] line = new byte[length];
        in.get(line);
        take(News.parse(new String(line, US_ASCII)));
      }
    }

    @Override
    public void onEnd(Connection connection, ByteBuffer rest) {
      connection.close();
    }

    @Override
    public void onDrained(Connection connection) {}

    @Override
    public void onClose(Connection connection, @Nullable Throwable cause) {}
  }
}
