package io.herd.examples.config;

import io.herd.Limits;
import io.herd.Topology;
import io.herd.places.RankBy;
import io.herd.protocol.ServerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a herd is told at its start, the same for each of its servers. Immutable.
 *
 * @param herd the herd's name, which neighbours compare
 * @param topology its servers and which talks with which
 * @param endpoints where each server listens
 * @param maxFuture how far ahead of the receipt a client's time may count
 * @param secret where the herd's secret is; without one, neighbours must be on this machine
 * @param places what answers the questions for places
 * @param transport what carries the bytes
 * @param limits the bounds of each server
 * @param wireLog the log of lines and connections
 * @param closeAfterAnswer whether a client's connection is closed after its first answer
 */
public record HerdConfig(
    String herd,
    Topology topology,
    Map<ServerId, Endpoint> endpoints,
    Duration maxFuture,
    Optional<SecretSource> secret,
    Places places,
    TransportKind transport,
    Limits limits,
    WireLogging wireLog,
    boolean closeAfterAnswer) {

  /** How far ahead a client's time may count unless told otherwise. */
  public static final Duration MAX_FUTURE = Duration.ofMinutes(1);

  /** Checks that each server has its endpoint. */
  public HerdConfig {
    endpoints = Map.copyOf(endpoints);
    if (!endpoints.keySet().equals(topology.servers())) {
      throw new IllegalArgumentException(
          "endpoints are of " + endpoints.keySet() + ", must be of " + topology.servers());
    }
  }

  /** A herd with the defaults in everything but its servers and relations. */
  public static HerdConfig of(String herd, Topology topology, Map<ServerId, Endpoint> endpoints) {
    return new HerdConfig(
        herd,
        topology,
        endpoints,
        MAX_FUTURE,
        Optional.empty(),
        Places.DEFAULT,
        TransportKind.NIO,
        Limits.defaults(),
        WireLogging.DEFAULT,
        false);
  }

  /** The same with another log. */
  public HerdConfig withWireLog(WireLogging log) {
    return new HerdConfig(
        herd,
        topology,
        endpoints,
        maxFuture,
        secret,
        places,
        transport,
        limits,
        log,
        closeAfterAnswer);
  }

  /** The same with other endpoints. */
  public HerdConfig withEndpoints(Map<ServerId, Endpoint> others) {
    return new HerdConfig(
        herd,
        topology,
        others,
        maxFuture,
        secret,
        places,
        transport,
        limits,
        wireLog,
        closeAfterAnswer);
  }

  /**
   * The server of this name.
   *
   * @throws ConfigException if the herd has none, with the nearest name
   */
  public ServerId server(String name) {
    for (ServerId server : topology.servers()) {
      if (server.toString().equals(name)) {
        return server;
      }
    }
    var names = topology.servers().stream().map(ServerId::toString).toList();
    throw new ConfigException(
        "herd "
            + herd
            + " has no server "
            + Scalars.shown(name)
            + Problems.suggestion(name, names)
            + " (it has "
            + String.join(", ", names)
            + ")");
  }

  /**
   * Where a server listens.
   *
   * @throws IllegalArgumentException if the herd has no such server
   */
  public Endpoint endpoint(ServerId server) {
    Endpoint endpoint = endpoints.get(server);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "server " + server + " is unknown, must be one of " + topology.servers());
    }
    return endpoint;
  }

  /** What carries the bytes. */
  public enum TransportKind {
    /** The selectors of the JDK. */
    NIO,
    /** Netty. */
    NETTY
  }

  /** What answers the questions for places. */
  public enum PlacesKind {
    /** The data set that comes with Herd. */
    EMBEDDED,
    /** Nobody: WHATSAT finds nothing. */
    NONE
  }

  /**
   * What answers the questions for places. Immutable.
   *
   * @param provider who answers
   * @param rankBy in which order
   */
  public record Places(PlacesKind provider, RankBy rankBy) {
    /** The embedded data set. */
    public static final Places DEFAULT = new Places(PlacesKind.EMBEDDED, RankBy.PROMINENCE);
  }

  /**
   * The log of lines and connections. Immutable.
   *
   * @param enabled whether there is one
   * @param directory where its files are; a relative path starts at the working directory
   * @param fileBytes how large a file grows before the next one is begun
   * @param files how many files are kept, the one being written included
   */
  public record WireLogging(boolean enabled, Path directory, long fileBytes, int files) {
    /** On, in {@code logs}, 8 files of 64 MiB. */
    public static final WireLogging DEFAULT = new WireLogging(true, Path.of("logs"), 64 << 20, 8);

    /** Checks the bounds. */
    public WireLogging {
      if (fileBytes < 4_096) {
        throw new IllegalArgumentException("fileBytes is " + fileBytes + ", must be 4096 or more");
      }
      if (files < 1 || files > 1_000) {
        throw new IllegalArgumentException("files is " + files + ", must be 1..1000");
      }
    }
  }
}
