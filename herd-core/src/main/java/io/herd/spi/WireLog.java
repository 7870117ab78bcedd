package io.herd.spi;

import io.herd.protocol.ServerId;
import java.net.SocketAddress;

/**
 * Sees every line that a node receives and sends, and its connections come and go. All methods are
 * called on the loop, in the order of events, and are on the path of every request: an implementer
 * copies what it needs, waits for nothing and throws nothing. Connection numbers count up from 1
 * and are never used again.
 */
public interface WireLog {

  /**
   * A connection, of a client or a server yet unknown, was accepted, or one to a neighbour came
   * about.
   */
  void onOpen(long connection, SocketAddress remote);

  /** A connection is gone. */
  void onClose(long connection);

  /** The connection has proved to be the link with this neighbour. */
  void onPeerUp(long connection, ServerId neighbour);

  /** The link with this neighbour is no longer one. */
  void onPeerDown(long connection, ServerId neighbour, String reason);

  /** A line was received; the bytes are borrowed and without the line feed. */
  void onReceived(long connection, byte[] bytes, int offset, int length);

  /**
   * An answer to a client or a line to a neighbour was sent; the bytes are borrowed, without the
   * last line feed, and have inner line feeds where a body of places is sent.
   */
  void onSent(long connection, byte[] bytes, int offset, int length);

  /**
   * The turn of the loop is over: nothing more will come at once. A good moment to hand a batch to
   * a writer.
   */
  void onTurnEnd();
}
