package io.herd.transport.nio;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to sockets of either family. Immutable. */
final class Sockets {

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private Sockets() {}

  /**
   * Has the JDK load what closing a socket needs. It opens file descriptors to do so; if it came to
   * that only when there are none left, no socket could be closed any more, for good.
   */
  static void prepare() throws IOException {
    SocketChannel.open().close();
  }

  /** A socket to connect to this address with. */
  static SocketChannel open(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress) {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    }
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new UnknownHostException(inet.getHostString());
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  /** Sets an accepted socket up, and tells whose it is. */
  static SocketAddress configure(SocketChannel channel) throws IOException {
    if (channel.getLocalAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return channel.getRemoteAddress();
  }

  /** Finishes to connect, if that can be done yet. */
  static boolean finishConnect(SocketChannel channel, SocketAddress address) throws IOException {
    if (!channel.finishConnect()) {
      return false;
    }
    if (address.equals(channel.getLocalAddress())) {
      throw new ConnectException("connected to itself: nobody listens on " + address);
    }
    return true;
  }

  /**
   * Closes a socket.
   *
   * @param reset whether the other side is to see a reset, not an end
   */
  static void close(SocketChannel channel, boolean reset) {
    try {
      if (reset && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      LOG.trace("no reset, only a close", e);
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a socket cannot be closed", e);
    }
  }
}
