package io.herd.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection tells its owner. All methods are called on the loop; none may block. Nothing in
 * a callback is expected to throw; a transport that catches an exception closes that connection
 * with it as the cause, and no other.
 */
public interface ConnectionHandler {

  /** The connection is usable. First. */
  void onOpen(Connection connection);

  /**
   * Bytes have come, or bytes left before are offered again.
   *
   * @param in borrowed until this method returns: the bytes between position and limit. The handler
   *     moves the position past what it has taken; what it leaves stays with the transport and is
   *     the beginning of the next {@code in}, which comes when more bytes have come or reading is
   *     switched on. The transport keeps everything that is left, however much, so a handler bounds
   *     it by taking it or closing.
   */
  void onData(Connection connection, ByteBuffer in);

  /**
   * The other side has half-closed: no more data will come. Called once, when reading is on and
   * every byte has been offered by {@code onData}. The connection stays open for sending until it
   * is closed.
   *
   * @param rest the bytes left by the last {@code onData}, usually none; borrowed, and gone
   *     afterwards
   */
  void onEnd(Connection connection, ByteBuffer rest);

  /** There is room again: called once after a refused {@code send}. */
  void onDrained(Connection connection);

  /**
   * The connection is gone. Exactly once, last.
   *
   * @param cause what ended it, or null if it was closed by either side in the ordinary way
   */
  void onClose(Connection connection, @Nullable Throwable cause);
}
