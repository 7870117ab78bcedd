package io.herd.testkit.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The other side of a connection, as a blocking stream: it can do what no handler can, such as to
 * half-close and go on reading. One thread may read while another writes.
 */
public interface TransportPeer extends AutoCloseable {

  /** Sends all of the bytes at once, waiting until they are taken. */
  void write(byte[] bytes) throws IOException;

  /**
   * Waits for bytes and reads what is there, at most one array full. What the transport has written
   * at once should come in one read.
   *
   * @return how many were read, at least 1, or -1 at the end
   */
  int read(byte[] into) throws IOException;

  /** Half-closes: the transport sees the end, this side can still read. */
  void shutdownOutput() throws IOException;

  /**
   * Closes so that the transport sees a reset. Called while there is something unread at this side.
   */
  void reset() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Connects by TCP.
   *
   * @param patience how long a read waits until it fails
   */
  static TransportPeer tcp(SocketAddress address, Duration patience) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.setTcpNoDelay(true);
      return new TcpPeer(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects to a socket file. Sockets of this kind are reset by closing them with bytes unread.
   *
   * @param patience how long a read or write waits until it fails
   */
  static TransportPeer unix(SocketAddress address, Duration patience) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return new ChannelPeer(channel, patience);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
