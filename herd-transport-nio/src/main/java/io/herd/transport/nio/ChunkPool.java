package io.herd.transport.nio;

import java.util.ArrayDeque;

/**
 * Arrays for outboxes, of two sizes, so that an answer costs no new array and an idle connection
 * none at all. Loop thread only.
 */
final class ChunkPool {

  private static final int CHUNK_BYTES = 4096;

  /** For the answers to many commands that came at once. */
  private static final int LARGE_BYTES = 64 * 1024;

  private static final int CHUNKS_MAX = 256;
  private static final int LARGE_MAX = 16;

  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(CHUNKS_MAX);
  private final ArrayDeque<byte[]> large = new ArrayDeque<>(LARGE_MAX);

  /** An array of at least so many bytes. */
  byte[] take(int bytes) {
    if (bytes > LARGE_BYTES) {
      return new byte[bytes];
    }
    boolean small = bytes <= CHUNK_BYTES;
    byte[] chunk = small ? chunks.pollLast() : large.pollLast();
    return chunk != null ? chunk : new byte[small ? CHUNK_BYTES : LARGE_BYTES];
  }

  /**
   * Takes an array back, or leaves it to the collector if it has another size or there is enough.
   */
  void give(byte[] chunk) {
    if (chunk.length == CHUNK_BYTES && chunks.size() < CHUNKS_MAX) {
      chunks.addLast(chunk);
    } else if (chunk.length == LARGE_BYTES && large.size() < LARGE_MAX) {
      large.addLast(chunk);
    }
  }
}
