package io.herd.testkit.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * A peer as a socket, for the JDK's sockets of TLS to be laid over, whatever the address is. Writes
 * in pieces, and remembers whether the end has come. One thread may read while another writes.
 */
final class PeerSocket extends Socket {

  private final TransportPeer peer;
  private final IntSupplier pieceBytes;
  private final AtomicBoolean shut = new AtomicBoolean();
  private volatile boolean ended;

  /** A socket that writes no more at once than it is told for each piece. */
  PeerSocket(TransportPeer peer, IntSupplier pieceBytes) {
    this.peer = peer;
    this.pieceBytes = pieceBytes;
  }

  /** Whether reading has come to the end of the plain stream. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
          return 0;
        }
        byte[] bytes = new byte[length];
        int count = peer.read(bytes);
        if (count < 0) {
          ended = true;
        } else {
          System.arraycopy(bytes, 0, into, offset, count);
        }
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
          int next = (int) Math.min(end, (long) at + pieceBytes.getAsInt());
          peer.write(Arrays.copyOfRange(bytes, at, next));
          at = next;
        }
      }
    };
  }

  /** Once: the JDK's sockets say it twice, which a socket of TCP takes amiss. */
  @Override
  public void shutdownInput() {} // a peer has no such thing; nothing more is read

  @Override
  public void shutdownOutput() throws IOException {
    if (!shut.getAndSet(true)) {
      peer.shutdownOutput();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    peer.close();
  }
}
