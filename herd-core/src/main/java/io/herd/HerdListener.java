package io.herd;

import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import java.nio.ByteBuffer;

/**
 * Hears what happens at a node. All methods are called on the node's loop: they must be quick, must
 * not block, and what they throw is logged and otherwise of no effect. Each does nothing by
 * default.
 */
public interface HerdListener {

  /**
   * A report was kept: it is the newest of its client here.
   *
   * @param report borrowed; {@link AtView#copy} makes a record to keep
   * @param acceptedHere true if a client of this node sent it, false if another server accepted it
   */
  default void onReport(AtView report, boolean acceptedHere) {}

  /**
   * A removal was kept: the client is unknown here now.
   *
   * @param removal borrowed; {@link AtView#clientId} says whose
   * @param removedHere true if it was asked for at this node, false if at another server
   */
  default void onRemoval(AtView removal, boolean removedHere) {}

  /** The link with a neighbour is up. */
  default void onPeerUp(ServerId neighbour) {}

  /** The link with a neighbour is down. */
  default void onPeerDown(ServerId neighbour, String reason) {}

  /**
   * A line of a client was answered with {@code ?}.
   *
   * @param line borrowed; without its line feed
   */
  default void onRefusedLine(ByteBuffer line) {}
}
