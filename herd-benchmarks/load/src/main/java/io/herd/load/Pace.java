package io.herd.load;

import java.io.IOException;

/** Decides when requests are sent. Not thread-safe. */
interface Pace {

  /** Called in every turn of the loop. */
  void onTurn(long nanoTime) throws IOException;

  /** Called when answers have come for a connection. */
  void onAnswers(Caller caller, long nanoTime) throws IOException;

  /** How long nothing has to be sent, unless an answer comes. */
  long idleNanos(long nanoTime);
}
