package io.herd.examples.sim;

import io.herd.protocol.ServerId;

/** Hears what a {@link Spreading} herd does. Must change nothing. Not thread-safe. */
interface SpreadListener {

  /** A server keeps a client's report of this time, in place of what it had of the client. */
  void onKept(ServerId server, String client, long clientNanos, boolean acceptedHere);

  /** One server wrote to another; all that it wrote to it at once is one message. */
  void onMessage(String from, String to, byte[] bytes, int offset, int length);
}
