package io.herd.testkit.sim;

import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;

/**
 * Hears what happens in a {@link SimulatedHerd}, at all servers. Must not change anything inside a
 * call. What it throws ends the run: checks may throw. Times are nanoseconds since the beginning of
 * the simulation. Each method does nothing by default.
 */
public interface SimulationListener {

  /**
   * Somebody sends a line: a client over the network, or an application to the server it is in.
   *
   * @param by the client's host, or the server
   * @param line without its line feed, the bytes read as ISO 8859-1
   */
  default void onSent(long nanos, String by, String line) {}

  /**
   * A server has accepted a client's report and kept it, or was asked to remove the client.
   *
   * @param report borrowed; {@link AtView#copy} makes a record to keep, if it is no {@link
   *     AtView#isRemoval removal}
   * @param origin the server in its present life; with {@link AtView#sequence}, the name of the
   *     report in the whole herd
   */
  default void onAccepted(long nanos, SimulatedServer at, AtView report, OriginId origin) {}

  /** An application's report was refused by the server it is in: store full, or expired. */
  default void onRefused(long nanos, SimulatedServer by, String line) {}

  /**
   * A server has kept a record that another one accepted.
   *
   * @param record borrowed
   * @param origin the server that accepted it
   */
  default void onKept(long nanos, SimulatedServer at, AtView record, OriginId origin) {}

  /**
   * A message between two servers: all that one turn of the sender put on one connection, a single
   * write. May have any number of lines. The bytes are borrowed.
   */
  default void onMessage(
      long nanos, ServerId from, ServerId to, byte[] bytes, int offset, int length) {}

  /** A piece of a stream has arrived at a host, that of a client included. Borrowed. */
  default void onArrived(long nanos, String from, String to, byte[] piece) {}

  /** A server has begun a life, without memory of those before. */
  default void onStarted(long nanos, SimulatedServer server, OriginId self) {}

  /** A server has ended a life. */
  default void onEnded(long nanos, SimulatedServer server) {}

  /** A turn of a server's loop is over. */
  default void onTurnEnd(long nanos, SimulatedServer server) {}

  /** A link is up, as one of its two servers sees it. */
  default void onLinkUp(long nanos, SimulatedServer at, ServerId neighbour) {}

  /** A link is down, as one of its two servers sees it. */
  default void onLinkDown(long nanos, SimulatedServer at, ServerId neighbour, String reason) {}
}
