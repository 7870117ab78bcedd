package io.herd.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Netty's sockets are made of. The classes of epoll are touched by its own constant only, so
 * that they need not be there. Immutable.
 */
enum SocketKind {
  EPOLL("epoll") {
    @Override
    IoHandlerFactory ioHandlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    ServerChannel newServer() {
      return new EpollServerSocketChannel();
    }

    @Override
    Channel newChannel() {
      return new EpollSocketChannel();
    }
  },

  NIO("nio") {
    @Override
    IoHandlerFactory ioHandlers() {
      // the JDK opens file descriptors to load what closing a socket needs; if it came to that only
      // when there are none left, no socket could be closed any more
      try {
        SocketChannel.open().close();
      } catch (IOException e) {
        throw new UncheckedIOException("no socket can be opened", e);
      }
      return NioIoHandler.newFactory();
    }

    @Override
    ServerChannel newServer() {
      return new NioServerSocketChannel();
    }

    @Override
    Channel newChannel() {
      return new NioSocketChannel();
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(SocketKind.class);

  private final String title;

  SocketKind(String title) {
    this.title = title;
  }

  /** Epoll if its native library loads here, the JDK's selectors otherwise. */
  static SocketKind best() {
    try {
      if (Epoll.isAvailable()) {
        Map<String, Version> known = Version.identify(SocketKind.class.getClassLoader());
        return bestOf(
            version(known, "netty-transport-native-epoll"),
            version(known, "netty-transport-classes-epoll"));
      }
      LOG.debug("epoll does not load", Epoll.unavailabilityCause());
    } catch (NoClassDefFoundError e) {
      LOG.debug("no epoll on the class path", e);
    }
    return NIO;
  }

  /**
   * What to use if epoll loads, by the versions of its two parts, as far as these tell. A library
   * of another version than its classes can load too, and then bytes go missing without a word.
   */
  static SocketKind bestOf(@Nullable String library, @Nullable String classes) {
    if (library == null || classes == null || library.equals(classes)) {
      return EPOLL;
    }
    LOG.warn(
        "epoll is not used: its native library is {} and its classes are {}", library, classes);
    return NIO;
  }

  private static @Nullable String version(Map<String, Version> known, String artifact) {
    Version version = known.get(artifact);
    return version == null ? null : version.artifactVersion();
  }

  String title() {
    return title;
  }

  abstract IoHandlerFactory ioHandlers();

  abstract ServerChannel newServer();

  /** A channel that is not connected. */
  abstract Channel newChannel();
}
