package io.herd.transport.nio;

import java.util.ArrayDeque;

/**
 * Arrays for outboxes, of one size, so that an answer costs no new array and an idle connection
 * none at all. Loop thread only.
 */
final class ChunkPool {

  static final int CHUNK_BYTES = 4096;
  private static final int CHUNKS_MAX = 256;

  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(CHUNKS_MAX);

  byte[] take() {
    byte[] chunk = chunks.pollLast();
    return chunk != null ? chunk : new byte[CHUNK_BYTES];
  }

  /**
   * Takes an array back, or leaves it to the collector if it has another size or there is enough.
   */
  void give(byte[] chunk) {
    if (chunk.length == CHUNK_BYTES && chunks.size() < CHUNKS_MAX) {
      chunks.addLast(chunk);
    }
  }
}
