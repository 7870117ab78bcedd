package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client that says one line after the other over the simulated network, checks each answer, and
 * goes to another server when none comes or the connection breaks; then it says the same line
 * again. Not thread-safe.
 */
final class SimulatedClient implements ConnectionHandler {

  private static final long ANSWER_NANOS = 3_000_000_000L;
  private static final long RETRY_NANOS = 100_000_000L;

  private final SimulatedHerd herd;
  private final SimulatedTransport host;
  private final ClientTalk talk;
  private final List<String> servers;
  private final RandomGenerator random;
  private final StringBuilder received = new StringBuilder();
  private @Nullable Connection connection;
  private @Nullable String line;
  private String server;
  private boolean firstLine;
  private long attempt;
  private boolean stopped;

  SimulatedClient(SimulatedHerd herd, String name, ClientTalk talk) {
    this.herd = herd;
    this.host = herd.network().transport(name);
    this.talk = talk;
    this.servers = herd.servers().stream().map(each -> each.id().toString()).toList();
    this.random = herd.simulation().random("ways of " + name);
    this.server = servers.get(random.nextInt(servers.size()));
  }

  /** Says the next line after a while, and then one after the other until it is stopped. */
  void begin() {
    herd.simulation()
        .after(
            talk.pauseNanos(),
            () -> {
              if (!stopped) {
                host.execute(this::sayNext);
              }
            });
  }

  /** Says nothing more. */
  void stop() {
    stopped = true;
    host.close();
  }

  private void sayNext() {
    line = talk.next(herd.epochNanos());
    if (random.nextInt(10) == 0) {
      move();
    }
    say();
  }

  private void say() {
    String text = line;
    if (text == null || stopped) {
      return;
    }
    long current = ++attempt;
    Connection to = connection;
    if (to == null) {
      connect();
    } else {
      firstLine = false;
      send(to, text);
    }
    host.schedule(ANSWER_NANOS, () -> giveUp(current));
  }

  private void connect() {
    received.setLength(0);
    firstLine = true;
    host.connect(herd.network().address(server), this);
  }

  private void send(Connection to, String text) {
    herd.sent(host.host(), text);
    byte[] bytes = (text + "\n").getBytes(ISO_8859_1);
    to.send(bytes, 0, bytes.length);
  }

  /** No answer has come: perhaps another server has one. */
  private void giveUp(long unanswered) {
    if (attempt == unanswered && line != null) {
      move();
      say();
    }
  }

  private void move() {
    Connection left = connection;
    connection = null;
    if (left != null) {
      left.abort();
    }
    server = servers.get(random.nextInt(servers.size()));
  }

  @Override
  public void onOpen(Connection opened) {
    String text = line;
    if (connection != null || text == null) {
      opened.abort();
      return;
    }
    connection = opened;
    server = opened.remoteAddress().toString();
    received.setLength(0);
    send(opened, text);
  }

  @Override
  public void onData(Connection from, ByteBuffer in) {
    String text = ISO_8859_1.decode(in).toString();
    if (from != connection) {
      return;
    }
    received.append(text);
    String asked = line;
    if (asked == null) {
      throw violation("nothing", received.toString());
    }
    int end = talk.endOfAnswer(asked, received);
    if (end < 0) {
      return;
    }
    String answer = received.substring(0, end);
    if (end < received.length() || !talk.isRight(asked, server, answer, firstLine)) {
      throw violation(asked, received.toString());
    }
    received.setLength(0);
    line = null;
    begin();
  }

  private InvariantViolation violation(String asked, String answer) {
    return new InvariantViolation(
        Invariant.ANSWERED_AS_SPECIFIED,
        host.host() + " said to " + server + ": " + asked + ", was answered: " + answer);
  }

  @Override
  public void onEnd(Connection from, ByteBuffer rest) {
    from.close();
  }

  @Override
  public void onDrained(Connection from) {
    // one line at a time never fills an outbox
  }

  @Override
  public void onClose(Connection from, @Nullable Throwable cause) {
    if (connection != null && from != connection) {
      return;
    }
    connection = null;
    long current = attempt;
    if (line != null) {
      host.schedule(RETRY_NANOS, () -> giveUp(current));
    }
  }
}
