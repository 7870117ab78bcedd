package io.herd.examples;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.auth.SharedSecret;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.examples.config.SecretSource;
import io.herd.examples.wirelog.FileWireLog;
import io.herd.places.EmbeddedPlaces;
import io.herd.protocol.ServerId;
import io.herd.spi.PlacesProvider;
import io.herd.spi.Transport;
import io.herd.transport.netty.NettyTransport;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server together: the one place where transport, places, secret, limits and log become a
 * node. Not thread-safe.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /**
   * Starts a server of a herd.
   *
   * @param config the herd; a server's port 0 is one that the system chooses, and a neighbour's
   *     port 0 one that is not known, so that the neighbour has to connect to us
   * @param self which of its servers
   * @throws ConfigException if the configuration does not allow it
   * @throws UncheckedIOException if the address cannot be listened on, or the log not written; the
   *     message is one line that says which and why
   */
  public static RunningServer start(HerdConfig config, ServerId self) {
    InetSocketAddress address = resolve(self, config.endpoint(self));
    HerdNodeBuilder builder =
        HerdNode.builder(self)
            .herd(config.herd())
            .members(config.topology().servers())
            .listen(address)
            .limits(config.limits())
            .maxFuture(config.maxFuture())
            .closeAfterAnswer(config.closeAfterAnswer());
    for (ServerId neighbour : config.topology().neighbours(self)) {
      Endpoint endpoint = config.endpoint(neighbour);
      if (endpoint.port() == 0) {
        builder.neighbour(neighbour);
      } else {
        builder.neighbour(neighbour, endpoint.resolve());
      }
    }
    config.secret().ifPresent(source -> builder.authenticator(secret(source)));
    PlacesProvider places = places(config.places());
    if (places != null) {
      builder.places(places);
    }
    return start(builder, config, self, places);
  }

  private static RunningServer start(
      HerdNodeBuilder builder, HerdConfig config, ServerId self, @Nullable PlacesProvider places) {
    Transport transport = transport(config.transport(), self);
    FileWireLog log = null;
    try {
      log = wireLog(config.wireLog(), self, transport);
      if (log != null) {
        builder.wireLog(log);
      }
      HerdNode node = listen(builder.transport(transport), config.endpoint(self), self);
      return new RunningServer(node, transport, log, places);
    } catch (RuntimeException failed) {
      transport.close();
      if (log != null) {
        log.close();
      }
      throw failed;
    }
  }

  private static HerdNode listen(HerdNodeBuilder builder, Endpoint endpoint, ServerId self) {
    try {
      return builder.start();
    } catch (UncheckedIOException failed) {
      IOException cause = Objects.requireNonNull(failed.getCause());
      throw new UncheckedIOException(
          self + " cannot listen on " + endpoint + ": " + cause.getMessage(), cause);
    } catch (IllegalStateException refused) {
      throw new ConfigException(String.valueOf(refused.getMessage()));
    }
  }

  private static InetSocketAddress resolve(ServerId self, Endpoint endpoint) {
    InetSocketAddress address = endpoint.resolve();
    if (address.isUnresolved()) {
      throw new ConfigException(
          self + " cannot listen on " + endpoint + ": the host's address is not known");
    }
    return address;
  }

  private static Transport transport(HerdConfig.TransportKind kind, ServerId self) {
    return switch (kind) {
      case NIO -> NioTransport.create("herd-" + self);
      case NETTY -> NettyTransport.create("herd-" + self);
    };
  }

  private static @Nullable PlacesProvider places(HerdConfig.Places choice) {
    return switch (choice.provider()) {
      case EMBEDDED -> EmbeddedPlaces.load(choice.rankBy());
      case NONE -> null;
    };
  }

  private static SharedSecret secret(SecretSource source) {
    byte[] bytes = source.read();
    try {
      return SharedSecret.of(bytes);
    } catch (IllegalArgumentException tooShort) {
      throw new ConfigException(String.valueOf(tooShort.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static @Nullable FileWireLog wireLog(
      WireLogging choice, ServerId self, Transport transport) {
    if (!choice.enabled()) {
      return null;
    }
    try {
      return FileWireLog.open(
          choice.directory().resolve(self + ".log"),
          choice.fileBytes(),
          choice.files(),
          transport.clock());
    } catch (IOException e) {
      throw new UncheckedIOException("wire log of " + self + ": " + e.getMessage(), e);
    }
  }
}
