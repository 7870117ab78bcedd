package io.herd.transport.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A socket as it is. Owns no buffer. Used by the thread of its loop only. */
final class SocketWire implements Wire, Selectable, Deferred {

  /** Enough for a segment or two, so that bytes that drip in are not moved too often. */
  private static final int READ_BYTES_MIN = 4096;

  private final NioLoop loop;
  private final SocketChannel channel;
  private final SocketAddress remote;
  private final End end;
  private final SelectionKey key;
  private @Nullable Deadline connecting;

  SocketWire(NioLoop loop, SocketChannel channel, SocketAddress remote, End end)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.remote = remote;
    this.end = end;
    channel.configureBlocking(false);
    key = channel.register(loop.selector(), 0, this);
  }

  @Override
  public void accept() {
    end.onOpen();
  }

  @Override
  public void connect() {
    try {
      if (channel.connect(remote)) {
        loop.defer(this);
      } else {
        connecting = new Deadline(loop);
        connecting.set(
            loop.timeouts().connectNanos(),
            () -> end.onFailure(new SocketTimeoutException("no answer from " + remote)));
        key.interestOps(SelectionKey.OP_CONNECT);
      }
    } catch (IOException | RuntimeException e) {
      end.onFailure(e);
    }
  }

  /** Tells of a connection that came about at once. */
  @Override
  public void run() {
    if (channel.isOpen()) {
      end.onOpen();
    }
  }

  @Override
  public void onReady(SelectionKey selected) {
    if (!selected.isValid()) {
      return;
    }
    int ops = selected.readyOps();
    if (ops == SelectionKey.OP_CONNECT) {
      finishConnect();
    } else {
      end.onReady(ops);
    }
  }

  private void finishConnect() {
    try {
      if (!Sockets.finishConnect(channel, remote)) {
        return;
      }
    } catch (IOException e) {
      end.onFailure(e);
      return;
    }
    stopConnecting();
    interest(0);
    end.onOpen();
  }

  @Override
  public void interest(int ops) {
    if (key.isValid() && key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  @Override
  public int readBytesMin() {
    return READ_BYTES_MIN;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public int skip(ByteBuffer scratch) throws IOException {
    return channel.read(scratch);
  }

  @Override
  public int write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer out = loop.buffers().out();
    int written = 0;
    while (written < length) {
      int part = Math.min(length - written, out.capacity());
      out.clear().put(bytes, offset + written, part).flip();
      int taken = channel.write(out);
      written += taken;
      if (taken < part) {
        break;
      }
    }
    return written;
  }

  /** Writes as much as goes between position and limit. */
  void write(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public int unwritten() {
    return 0;
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    channel.shutdownOutput();
    return true;
  }

  @Override
  public void close(boolean reset) {
    stopConnecting();
    key.cancel();
    Sockets.close(channel, reset);
  }

  @Override
  public @Nullable Principal principal() {
    return null;
  }

  private void stopConnecting() {
    if (connecting != null) {
      connecting.cancel();
      connecting = null;
    }
  }
}
