package io.herd.transport.nio;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that all connections of a loop share, so that an idle one needs none. What is in one
 * does not outlive the call that put it there. Loop thread only.
 */
final class LoopBuffers {

  private static final int BYTES = 128 * 1024;

  /** Room for four full TLS records and what an engine wants to have free before it writes one. */
  private static final int RECORDS_BYTES = 96 * 1024;

  private final ByteBuffer in = ByteBuffer.allocate(BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BYTES);
  private final ChunkPool chunks = new ChunkPool();
  private @Nullable ByteBuffer recordsIn;
  private @Nullable ByteBuffer recordsOut;

  /** What is offered to handlers is read into this one. */
  ByteBuffer in() {
    return in;
  }

  /** Sockets are written to from this one, which is direct. */
  ByteBuffer out() {
    return out;
  }

  ChunkPool chunks() {
    return chunks;
  }

  /** TLS records to be decrypted. */
  ByteBuffer recordsIn() {
    if (recordsIn == null) {
      recordsIn = ByteBuffer.allocate(BYTES);
    }
    return recordsIn;
  }

  /** TLS records just encrypted. */
  ByteBuffer recordsOut() {
    if (recordsOut == null) {
      recordsOut = ByteBuffer.allocate(RECORDS_BYTES);
    }
    return recordsOut;
  }
}
