package io.herd.transport.nio;

import java.nio.channels.SelectionKey;

/** What is attached to a selection key. Loop thread only. */
interface Selectable {

  /** The selector has found something to do. Throws nothing. */
  void onReady(SelectionKey key);
}
