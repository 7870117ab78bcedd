package io.herd.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection whose other end a test plays: what is written arrives at once
 * and in exactly these pieces, and what the server sends is received at once or, if the client does
 * not read, waits in the outbox. Keeps the rules of a transport.
 */
final class ScriptedClient implements Connection {

  private final LoneNode node;
  private final SocketAddress address;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteArrayOutputStream outbox = new ByteArrayOutputStream();
  private @Nullable ConnectionHandler handler;
  private byte[] inbox = {};
  private int outboxMax = 1 << 20;
  private int sends;
  private boolean reads = true;
  private boolean drainOwed;
  private boolean readable = true;
  private boolean ended;
  private boolean endTold;
  private boolean closing;
  private boolean closed;
  private @Nullable Principal principal;

  ScriptedClient(LoneNode node, SocketAddress address) {
    this.node = node;
    this.address = address;
  }

  void open(@Nullable ConnectionHandler given) {
    handler = given;
    if (given == null) {
      closed = true;
    } else {
      given.onOpen(this);
    }
  }

  /** Is accepted, but not opened: its TLS handshake goes on. */
  void handshake(@Nullable ConnectionHandler given) {
    handler = given;
  }

  // --- what the test does ---

  /** Has shown this certificate. */
  void shows(@Nullable Principal certificate) {
    principal = certificate;
  }

  /** Writes bytes, one a character, that arrive in one piece. */
  ScriptedClient write(String piece) {
    node.turn(() -> writeInTurn(piece));
    return this;
  }

  /** Writes bytes, one a character, that arrive in one piece and in the turn under way. */
  void writeInTurn(String piece) {
    byte[] bytes = piece.getBytes(ISO_8859_1);
    int before = inbox.length;
    inbox = Arrays.copyOf(inbox, before + bytes.length);
    System.arraycopy(bytes, 0, inbox, before, bytes.length);
    offer();
  }

  /** Half-closes. */
  ScriptedClient end() {
    node.turn(
        () -> {
          ended = true;
          offer();
        });
    return this;
  }

  /** Goes away without a word. */
  void vanish() {
    node.turn(this::abort);
  }

  /** Reads no more. */
  void stopReading() {
    reads = false;
  }

  /** Reads all there is, until there is no more. */
  void readOn() {
    reads = true;
    while (outbox.size() > 0 || drainOwed) {
      boolean drain = drainOwed;
      drainOwed = false;
      received.writeBytes(outbox.toByteArray());
      outbox.reset();
      node.turn(
          () -> {
            if (drain && !closing && handler != null) {
              handler.onDrained(this);
            }
            closeIfWritten();
          });
    }
  }

  /** All that was received so far, one character a byte. */
  String received() {
    return received.toString(ISO_8859_1);
  }

  /** What was received since this was last asked. */
  String answer() {
    String text = received();
    received.reset();
    return text;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the server takes what is written. */
  boolean isReadable() {
    return readable;
  }

  /** How many bytes wait in the outbox. */
  int unread() {
    return outbox.size();
  }

  /** How often the server sent something. */
  int sends() {
    return sends;
  }

  // --- what the server does ---

  private void offer() {
    ConnectionHandler to = handler;
    if (closing || !readable || to == null) {
      return;
    }
    if (inbox.length > 0) {
      ByteBuffer in = ByteBuffer.wrap(inbox);
      to.onData(this, in);
      inbox = Arrays.copyOfRange(inbox, in.position(), inbox.length);
    }
    if (ended && !endTold && readable && !closing) {
      endTold = true;
      to.onEnd(this, ByteBuffer.wrap(inbox));
    }
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length) {
    if (closing) {
      return true;
    }
    if (outbox.size() > 0 && outbox.size() + length > outboxMax) {
      drainOwed = true;
      return false;
    }
    sends++;
    (reads ? received : outbox).write(bytes, offset, length);
    return true;
  }

  @Override
  public int unsentBytes() {
    return outbox.size();
  }

  @Override
  public void outboxBytesMax(int bytes) {
    outboxMax = bytes;
  }

  @Override
  public void readable(boolean on) {
    boolean again = on && !readable;
    readable = on;
    if (again) {
      node.host.execute(this::offer);
    }
  }

  @Override
  public void close() {
    closing = true;
    closeIfWritten();
  }

  @Override
  public void abort() {
    closing = true;
    outbox.reset();
    closeIfWritten();
  }

  private void closeIfWritten() {
    if (closing && !closed && outbox.size() == 0) {
      closed = true;
      node.host.execute(
          () -> {
            if (handler != null) {
              handler.onClose(this, null);
            }
          });
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return address;
  }

  @Override
  public @Nullable Principal principal() {
    return principal;
  }
}
