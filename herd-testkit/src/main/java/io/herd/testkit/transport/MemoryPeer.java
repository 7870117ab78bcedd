package io.herd.testkit.transport;

import java.io.IOException;
import java.time.Duration;

/** A blocking end of two pipes. Thread-safe. */
record MemoryPeer(Pipe in, Pipe out, Duration patience) implements TransportPeer {

  @Override
  public void write(byte[] bytes) throws IOException {
    int written = out.write(bytes, 0, bytes.length);
    while (written < bytes.length) {
      out.await(false, patience.toMillis());
      written += out.write(bytes, written, bytes.length - written);
    }
  }

  @Override
  public int read(byte[] into) throws IOException {
    in.await(true, patience.toMillis());
    byte[] bytes = in.read(into.length);
    if (bytes == null) {
      return -1;
    }
    System.arraycopy(bytes, 0, into, 0, bytes.length);
    return bytes.length;
  }

  @Override
  public void shutdownOutput() {
    out.end();
  }

  @Override
  public void reset() {
    in.reset();
    out.reset();
  }

  @Override
  public void close() {
    if (in.deafen()) {
      reset();
    } else {
      out.end();
    }
  }
}
