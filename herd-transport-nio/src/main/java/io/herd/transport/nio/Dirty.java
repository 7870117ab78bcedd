package io.herd.transport.nio;

/** Something that has bytes to write at the end of the turn. Loop thread only. */
interface Dirty {

  /** Writes, once for each time it was added to its loop's list. Throws nothing. */
  void flush();
}
