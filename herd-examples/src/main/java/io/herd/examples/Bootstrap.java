package io.herd.examples;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.examples.config.HerdYaml;
import io.herd.examples.config.Replication;
import io.herd.examples.config.Security;
import io.herd.examples.wirelog.FileWireLog;
import io.herd.protocol.ServerId;
import io.herd.spi.PlacesProvider;
import io.herd.spi.Transport;
import io.herd.tls.TlsFiles;
import io.herd.transport.netty.NettyTransport;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
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
    HerdNodeBuilder builder =
        HerdNode.builder(self)
            .herd(config.herd())
            .membership(Members.of(config, self))
            .limits(config.limits())
            .maxFuture(config.maxFuture())
            .closeAfterAnswer(config.closeAfterAnswer());
    replicate(builder, config.replication());
    Members.addresses(config, self).forEach(builder::listen);
    secure(builder, config.security(), self);
    PlacesProvider places = config.places().open();
    return start(builder.places(places), config, self, places);
  }

  /**
   * Starts a server of the herd of a file, and makes it follow the file: servers, relations,
   * addresses and secrets come and go without a restart.
   *
   * @param file the {@code herd.yaml}
   * @param options what the command line says against the file, now and at each change
   * @throws ConfigException if the configuration does not allow it
   * @throws UncheckedIOException if the address cannot be listened on, or the log not written
   */
  public static RunningServer start(Path file, UnaryOperator<HerdConfig> options, ServerId self) {
    HerdConfig config = options.apply(HerdYaml.load(file));
    RunningServer server = start(config, self);
    LiveServer live = new LiveServer(self, server.node(), config);
    server.closeFirst(new ConfigWatcher(self, file, config, options, live));
    return server;
  }

  private static void replicate(HerdNodeBuilder builder, Replication replication) {
    builder
        .policy(replication.policy().open())
        .batching(replication.batching())
        .headsInterval(replication.headsInterval())
        .timeToLive(replication.timeToLive())
        .auditInterval(replication.auditInterval());
  }

  /** One and the same object for both if the files are: then one address is enough for both. */
  private static void secure(HerdNodeBuilder builder, Security security, ServerId self) {
    TlsFiles clients = security.clientTls().map(files -> files.open(self)).orElse(null);
    TlsFiles peers =
        security.peerTls().equals(security.clientTls())
            ? clients
            : security.peerTls().map(files -> files.open(self)).orElse(null);
    if (clients != null) {
      builder.clientTls(clients);
    }
    if (peers != null) {
      builder.peerTls(peers);
    }
  }

  private static RunningServer start(
      HerdNodeBuilder builder, HerdConfig config, ServerId self, PlacesProvider places) {
    FileWireLog log = null;
    Transport transport = null;
    try {
      transport = transport(config, self);
      log = wireLog(config.wireLog(), self, transport);
      if (log != null) {
        builder.wireLog(log);
      }
      HerdNode node = listen(builder.transport(transport), config.endpoint(self), self);
      return new RunningServer(node, transport, log, places);
    } catch (RuntimeException failed) {
      if (transport != null) {
        transport.close();
      }
      places.close();
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

  private static Transport transport(HerdConfig config, ServerId self) {
    return switch (config.transport()) {
      case NIO ->
          NioTransport.builder().threadName("herd-" + self).ioThreads(config.ioThreads()).build();
      case NETTY ->
          NettyTransport.builder().threadName("herd-" + self).ioThreads(config.ioThreads()).build();
    };
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
