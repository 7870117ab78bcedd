package io.herd.spi;

import java.net.SocketAddress;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** One stream connection of a {@link Transport}. Loop thread only. */
public interface Connection {

  /**
   * Sends bytes, all or nothing. The bytes are copied or written before this returns; the array
   * stays the caller's. An empty outbox takes any length, so that nothing is too long to be sent at
   * all.
   *
   * @return false if the outbox has not enough room for all of it: nothing was taken, and {@code
   *     onDrained} follows. True on a connection that is closing or closed: the bytes are dropped
   *     and {@code onClose} follows.
   * @throws IllegalStateException before {@code onOpen}
   */
  boolean send(byte[] bytes, int offset, int length);

  /**
   * Sets how many bytes may wait unwritten in the outbox. Usually called in {@code onOpen}; until
   * then, 1 MiB.
   *
   * @param bytes at least 1
   */
  void outboxBytesMax(int bytes);

  /** How many bytes were sent and are not written yet. 0 once the connection is closed. */
  int unsentBytes();

  /**
   * Switches reading on or off. It is on at first. Switched on, bytes left before are offered
   * again, in this turn or the next, but never inside this call; also if it was off only for a part
   * of the callback that left them. Switching on what is on does nothing.
   */
  void readable(boolean on);

  /**
   * Closes after what was sent is written. No {@code onData}, {@code onEnd} or {@code onDrained}
   * follows, only {@code onClose}, never inside this call. What the other side still sends is read
   * and dropped for a moment, so that the last answer is not lost by a reset; a peer that does not
   * read, or does not close, is cut off after a bounded time. Idempotent.
   */
  void close();

  /**
   * Closes at once: bytes not yet written are given up, and if there are any, the other side should
   * see a reset rather than an end. {@code onClose} follows, never inside this call. Idempotent.
   */
  void abort();

  /** The address of the other side. Usable also after the close. */
  SocketAddress remoteAddress();

  /** Who the other side has proved to be, by TLS for instance, or null. */
  @Nullable Principal principal();
}
