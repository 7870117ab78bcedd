package io.herd.testkit.sim;

/**
 * Hears what is sent between the hosts of a {@link SimulatedNetwork}. Must change nothing. Each
 * method does nothing by default.
 */
interface NetworkListener {

  /** Hears nothing. */
  NetworkListener NONE = new NetworkListener() {};

  /** All that one turn of a host sent over one stream was written. */
  default void onWritten(String from, String to, byte[] bytes, int offset, int length) {}

  /** A piece of a stream has arrived. */
  default void onArrived(String from, String to, byte[] piece) {}

  /** A turn of a host is over. */
  default void onTurnEnd(String host) {}
}
