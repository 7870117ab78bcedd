package io.herd.transport.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection on their way to and from the other side, plain, through TLS, or over
 * an I/O thread. Like a socket that does not block it takes and gives what it can at once, and
 * tells its end when there is more. Used by the thread of its end only.
 */
interface Wire extends Inbox.Source, Outbox.Sink {

  /** Whoever a wire serves. It is told nothing any more once it has closed the wire. */
  interface End {

    /** Bytes can be sent. Once; possibly inside of {@link Wire#accept}, never of connect. */
    void onOpen();

    /**
     * A read or a write is worth a try.
     *
     * @param ops of {@link java.nio.channels.SelectionKey}, those last asked for or fewer
     */
    void onReady(int ops);

    /**
     * The wire is of no more use. After an {@link javax.net.ssl.SSLException} it can still be
     * {@link Wire#shutdownOutput shut}, which tells the other side why.
     */
    void onFailure(Throwable cause);
  }

  /** Takes up a socket that was accepted. */
  void accept();

  /** Starts to connect. */
  void connect();

  /**
   * Has the end told when it can read or write. Called after every read, with what it wants then.
   *
   * @param ops of {@link java.nio.channels.SelectionKey}; nothing before {@code onOpen}
   */
  void interest(int ops);

  /** How much room a read must have at the least. */
  int readBytesMin();

  /**
   * Reads bytes between position and limit, as many as there are.
   *
   * @return how many were read, -1 at an orderly end
   */
  @Override
  int read(ByteBuffer target) throws IOException;

  /** Whether a read would give something, of which the end will not be told. */
  boolean hasMore();

  /**
   * Reads what comes without looking at it.
   *
   * @return how many bytes were there, -1 at any end
   */
  int skip(ByteBuffer scratch) throws IOException;

  /**
   * Writes. Fewer bytes than given are taken only if no more can be written now.
   *
   * @return how many were taken
   */
  @Override
  int write(byte[] bytes, int offset, int length) throws IOException;

  /** How many of the bytes taken are not with the kernel yet: a bounded number. */
  int unwritten();

  /**
   * Half-closes after what was taken, with the goodbye or the alert that TLS has to send.
   *
   * @return whether that is done; if not, it is tried again when writing is worth a try
   */
  boolean shutdownOutput() throws IOException;

  /**
   * Closes the socket at once. Idempotent.
   *
   * @param reset whether the other side is to see a reset, which it does anyway if something taken
   *     is unwritten
   */
  void close(boolean reset);

  /** Who the other side has proved to be, known from {@code onOpen} on. */
  @Nullable Principal principal();
}
