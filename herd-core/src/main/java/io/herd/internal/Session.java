package io.herd.internal;

import io.herd.Audience;
import io.herd.HerdStats.Count;
import io.herd.protocol.Ascii;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection, whoever is at its other end: cuts what comes into lines and hands them to the
 * role it has at the moment, that of a client, of a server still to be identified, or of a peer.
 * Keeps what the transport has refused to take until there is room. Loop thread only.
 */
final class Session implements ConnectionHandler {

  private final NodeCore core;
  private final long number;
  private Role role;

  /** The connection if it was accepted, also before it is open. */
  private @Nullable Connection accepted;

  private @Nullable Connection connection;
  private byte @Nullable [] refused;
  private boolean paused;
  private boolean closing;
  private boolean identified;
  private int unfinished;
  private int unsent;
  private int queuedBytes;
  private boolean gone;
  private int scanned;
  private long lastHeardNanos;

  private Session(NodeCore core, long number) {
    this.core = core;
    this.number = number;
    this.role = new ClientSession(core, this, true);
  }

  /** For a connection to a neighbour that is yet to be made. */
  static Session dialing(NodeCore core, long number, Link link) {
    Session session = new Session(core, number);
    session.role = Greeting.asDialer(core, session, link);
    return session;
  }

  /** For a connection that was accepted; it is opened when its TLS, if any, is through. */
  static Session accepted(NodeCore core, long number, Audience audience, Connection connection) {
    Session session = new Session(core, number);
    session.accepted = connection;
    switch (audience) {
      case ALL -> {}
      case CLIENTS -> session.role = new ClientSession(core, session, false);
      case SERVERS -> session.role = Greeting.asAcceptor(core, session);
    }
    return session;
  }

  Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("connection " + number + " is not open yet");
    }
    return connection;
  }

  /** A number that no other connection of this node has or had. */
  long number() {
    return number;
  }

  Role role() {
    return role;
  }

  void become(Role next) {
    role = next;
  }

  boolean isClosing() {
    return closing;
  }

  /** When something came last, by the loop's clock. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  /** Whether a send was refused and its bytes still wait. */
  boolean isBlocked() {
    return refused != null;
  }

  /** Sends, or keeps the bytes until there is room; then {@link #isBlocked}. */
  void send(byte[] bytes, int offset, int length) {
    if (refused != null) {
      byte[] longer = Arrays.copyOf(refused, refused.length + length);
      System.arraycopy(bytes, offset, longer, refused.length, length);
      refused = longer;
    } else if (length > 0 && !connection().send(bytes, offset, length)) {
      refused = Arrays.copyOfRange(bytes, offset, offset + length);
    }
    countUnsent();
  }

  /** Notes how many bytes of answers wait in a queue of the role's own. */
  void queued(int bytes) {
    queuedBytes = bytes;
    countUnsent();
  }

  private void countUnsent() {
    if (!role.isTrusted()) {
      refreshUnsent();
      core.sessions().boundUnsent();
    }
  }

  /** Brings up to date what is known of unsent bytes: they get fewer without a word. */
  void refreshUnsent() {
    int now = 0;
    if (connection != null && !gone && !role.isTrusted()) {
      now = connection.unsentBytes() + queuedBytes + (refused == null ? 0 : refused.length);
    }
    core.sessions().addUnsent(now - unsent);
    unsent = now;
  }

  private void dropUnsent() {
    gone = true;
    refused = null;
    refreshUnsent();
  }

  /** How many bytes wait to be sent, as far as is known. */
  int unsent() {
    return unsent;
  }

  /** Sends a line of text to a server. */
  void sendLine(String text) {
    byte[] line = PeerLines.line(text);
    if (core.wireLog() != null) {
      core.wireLog().onSent(number, line, 0, line.length - 1);
    }
    send(line, 0, line.length);
  }

  /** Closes after what was sent, and what still waits here, is written. */
  void close() {
    if (closing) {
      return;
    }
    closing = true;
    if (refused == null && connection != null) {
      connection.close();
    }
  }

  /** Closes at once; what waits is given up. */
  void abort() {
    closing = true;
    dropUnsent();
    Connection ended = connection == null ? accepted : connection;
    if (ended != null) {
      ended.abort();
    }
  }

  /** Closes at once, with what has come and was not read. */
  void giveUp() {
    countUnfinished(0);
    abort();
  }

  /** Makes reading follow what the role wants. */
  void updateReading() {
    boolean pause = closing || !role.takesLines();
    if (pause != paused && connection != null) {
      paused = pause;
      connection.readable(!pause);
    }
  }

  @Override
  public void onOpen(Connection opened) {
    connection = opened;
    lastHeardNanos = core.nanoTime();
    core.sessions().onOpen(this);
    if (closing) {
      // given up while it was connecting
      opened.abort();
    } else {
      role.onOpen();
    }
  }

  @Override
  public void onData(Connection from, ByteBuffer in) {
    lastHeardNanos = core.nanoTime();
    if (in.hasArray()) {
      int base = in.arrayOffset();
      int taken = takeLines(in.array(), base + in.position(), base + in.limit());
      in.position(taken - base);
    } else {
      byte[] copy = core.copyOf(in);
      in.position(in.position() + takeLines(copy, 0, in.remaining()));
    }
  }

  /**
   * Hands over lines until there are no more or no more are wanted, and returns where what is left
   * starts.
   */
  private int takeLines(byte[] bytes, int from, int to) {
    int at = from;
    int look = from + Math.min(scanned, to - from);
    scanned = 0;
    int whole = Ascii.behindLastLineFeed(bytes, look, to);
    while (!closing && role.takesLines()) {
      int plainEnd = look > at || at == whole ? at : role.takePlainLines(bytes, at, whole);
      if (plainEnd > at) {
        identified();
        at = plainEnd;
        look = at;
        continue;
      }
      int end = look < whole ? Ascii.indexOfLineFeed(bytes, look, whole) : -1;
      int length = (end < 0 ? to : end) - at;
      if (length > role.lineBytesMax()) {
        longLine(bytes, at, role.lineBytesMax());
        at = to;
        break;
      }
      if (end < 0) {
        scanned = to - at;
        break;
      }
      line(bytes, at, end);
      at = end + 1;
      look = at;
    }
    if (closing) {
      at = to;
    }
    countUnfinished(role.isTrusted() ? 0 : to - at);
    if (at < to && core.sessions().isLargestOfTooMany(this)) {
      longLine(bytes, at, Math.min(to - at, role.lineBytesMax()));
      countUnfinished(0);
      at = to;
    }
    role.onLinesEnd();
    updateReading();
    return at;
  }

  private void line(byte[] bytes, int from, int to) {
    core.reports().settle();
    identified();
    if (core.wireLog() != null) {
      core.wireLog().onReceived(number, bytes, from, to - from);
    }
    role.onLine(bytes, from, to);
  }

  private void identified() {
    if (!identified) {
      identified = true;
      core.sessions().onIdentified(this);
    }
  }

  private void longLine(byte[] bytes, int from, int length) {
    core.reports().settle();
    core.counters().add(Count.LINES_TOO_LONG);
    if (core.wireLog() != null) {
      core.wireLog().onReceived(number, bytes, from, length);
    }
    role.onLongLine(bytes, from, from + length);
  }

  /** How many bytes of an unfinished line wait. */
  int unfinished() {
    return unfinished;
  }

  private void countUnfinished(int bytes) {
    core.sessions().addUnfinished(bytes - unfinished);
    unfinished = bytes;
  }

  @Override
  public void onEnd(Connection from, ByteBuffer rest) {
    byte[] last = core.copyOf(rest);
    int length = rest.remaining();
    countUnfinished(0);
    if (role.takesUnfinishedLine() && !closing) {
      if (length > role.lineBytesMax()) {
        longLine(last, 0, role.lineBytesMax());
      } else if (length > 0) {
        line(last, 0, length);
      }
    }
    role.onLinesEnd();
    role.onEnd();
  }

  @Override
  public void onDrained(Connection from) {
    byte[] bytes = refused;
    if (bytes == null) {
      return;
    }
    refused = null;
    send(bytes, 0, bytes.length);
    if (refused != null) {
      return;
    }
    if (closing) {
      connection().close();
      return;
    }
    role.onRoom();
    updateReading();
  }

  @Override
  public void onClose(Connection from, @Nullable Throwable cause) {
    if (accepted != null && connection == null && !closing) {
      core.events().onFailedHandshake(cause == null ? null : cause.getMessage(), core.nanoTime());
    }
    closing = true;
    dropUnsent();
    countUnfinished(0);
    role.onClose(cause == null ? "closed" : String.valueOf(cause.getMessage()));
    core.sessions().onClose(this);
  }
}
