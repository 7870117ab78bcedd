package io.herd.transport.nio;

import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** The life of a connection, in order. Immutable. */
enum Phase {
  CONNECTING,
  /** Connected; {@code onOpen} follows. */
  OPENING,
  OPEN,
  /** Closed by the handler; the outbox is being written, input is dropped. */
  CLOSING,
  /** Everything is written and our side shut; input is dropped until the other side closes. */
  LINGERING,
  /** The socket is closed; {@code onClose} follows. */
  CLOSED,
  GONE;

  boolean isOver() {
    return this == CLOSED || this == GONE;
  }

  /** What a time that has run out in this phase is told as, or null if it is an ordinary end. */
  @Nullable Throwable timeout(SocketAddress remote) {
    return switch (this) {
      case CONNECTING -> new SocketTimeoutException("no answer from " + remote);
      case CLOSING -> new SocketTimeoutException(remote + " reads nothing any more");
      default -> null;
    };
  }

  /**
   * What the selector is asked for.
   *
   * @param readable whether the handler wants input
   * @param ended whether the other side has ended
   * @param blocked whether the kernel did not take all of the outbox
   */
  int interest(boolean readable, boolean ended, boolean blocked) {
    int write = blocked ? SelectionKey.OP_WRITE : 0;
    return switch (this) {
      case CONNECTING -> SelectionKey.OP_CONNECT;
      case OPEN -> readable && !ended ? write | SelectionKey.OP_READ : write;
      case CLOSING, LINGERING -> ended ? write : write | SelectionKey.OP_READ;
      case OPENING, CLOSED, GONE -> 0;
    };
  }
}
