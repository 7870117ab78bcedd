package io.herd.transport.nio;

import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** The life of a connection as its handler sees it, in order. Immutable. */
enum Phase {
  /** The wire is being connected or secured; {@code onOpen} follows. */
  OPENING,
  OPEN,
  /** Closed by the handler, or failed; the outbox is being written, input is dropped. */
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
    return this == CLOSING ? new SocketTimeoutException(remote + " reads nothing any more") : null;
  }

  /**
   * What the wire is asked for.
   *
   * @param readable whether the handler wants input
   * @param ended whether the other side has ended
   * @param blocked whether the wire did not take all there was
   */
  int interest(boolean readable, boolean ended, boolean blocked) {
    int write = blocked ? SelectionKey.OP_WRITE : 0;
    return switch (this) {
      case OPEN -> readable && !ended ? write | SelectionKey.OP_READ : write;
      case CLOSING, LINGERING -> ended ? write : write | SelectionKey.OP_READ;
      case OPENING, CLOSED, GONE -> 0;
    };
  }
}
