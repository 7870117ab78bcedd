package io.herd.transport.nio;

/** What lives on a loop until either ends. Loop thread only. */
interface Resident {

  /** The loop ends: gives up its sockets. Throws nothing. */
  void onLoopEnd();
}
