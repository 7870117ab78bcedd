package io.herd.examples.config;

import io.herd.Limits;
import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Everything a herd is told, the same for each of its servers. Immutable.
 *
 * @param herd the herd's name, which neighbours compare
 * @param topology its servers and which talks with which
 * @param endpoints where each server listens
 * @param peerEndpoints where those servers listen for other servers that do it at another address
 *     than for clients
 * @param serversOnly servers that no client may connect to
 * @param formerServers servers that have left the herd; what they accepted is still passed on
 * @param maxFuture how far ahead of the receipt a client's time may count
 * @param security how servers know each other and what is hidden from others; without anything,
 *     neighbours must be on this machine
 * @param places what answers the questions for places
 * @param transport what carries the bytes
 * @param ioThreads how many threads read and write beside the one of the node
 * @param replication how records come to the other servers, and how long they are of use
 * @param limits the bounds of each server
 * @param wireLog the log of lines and connections
 * @param closeAfterAnswer whether a client's connection is closed after its first answer
 */
public record HerdConfig(
    String herd,
    Topology topology,
    Map<ServerId, Endpoint> endpoints,
    Map<ServerId, Endpoint> peerEndpoints,
    Set<ServerId> serversOnly,
    Set<ServerId> formerServers,
    Duration maxFuture,
    Security security,
    PlacesConfig places,
    TransportKind transport,
    int ioThreads,
    Replication replication,
    Limits limits,
    WireLogging wireLog,
    boolean closeAfterAnswer) {

  /** How far ahead a client's time may count unless told otherwise. */
  public static final Duration MAX_FUTURE = Duration.ofMinutes(1);

  /** More threads than this for reading and writing are a mistake. */
  public static final int IO_THREADS_MAX = 64;

  /** Checks that each server has its endpoint. */
  public HerdConfig {
    endpoints = Map.copyOf(endpoints);
    peerEndpoints = Map.copyOf(peerEndpoints);
    serversOnly = Set.copyOf(serversOnly);
    formerServers = Set.copyOf(formerServers);
    if (!endpoints.keySet().equals(topology.servers())) {
      throw new IllegalArgumentException(
          "endpoints are of " + endpoints.keySet() + ", must be of " + topology.servers());
    }
  }

  /** A herd with the defaults in everything but its servers and relations. */
  public static HerdConfig of(String herd, Topology topology, Map<ServerId, Endpoint> endpoints) {
    return builder(herd, topology, endpoints).build();
  }

  /** A builder with the defaults in everything but servers and relations. */
  static Builder builder(String herd, Topology topology, Map<ServerId, Endpoint> endpoints) {
    return new Builder(herd, topology, endpoints);
  }

  /** The same with another log. */
  public HerdConfig withWireLog(WireLogging log) {
    Builder copy = toBuilder(endpoints);
    copy.wireLog = log;
    return copy.build();
  }

  /** The same with other endpoints. */
  public HerdConfig withEndpoints(Map<ServerId, Endpoint> others) {
    return toBuilder(others).build();
  }

  /** The same with other servers, endpoints and proofs, those of another configuration. */
  public HerdConfig withMembersOf(HerdConfig other) {
    Builder copy = toBuilder(other.endpoints);
    copy.topology = other.topology;
    copy.peerEndpoints = other.peerEndpoints;
    copy.serversOnly = other.serversOnly;
    copy.formerServers = other.formerServers;
    copy.security =
        new Security(
            other.security.secret(),
            other.security.acceptedSecret(),
            security.clientTls(),
            security.peerTls(),
            other.security.signatures());
    return copy.build();
  }

  private Builder toBuilder(Map<ServerId, Endpoint> others) {
    Builder copy = new Builder(herd, topology, others);
    copy.peerEndpoints = peerEndpoints;
    copy.serversOnly = serversOnly;
    copy.formerServers = formerServers;
    copy.maxFuture = maxFuture;
    copy.security = security;
    copy.places = places;
    copy.transport = transport;
    copy.ioThreads = ioThreads;
    copy.replication = replication;
    copy.limits = limits;
    copy.wireLog = wireLog;
    copy.closeAfterAnswer = closeAfterAnswer;
    return copy;
  }

  /** A configuration while it is put together. Not thread-safe. */
  static final class Builder {
    private final String herd;
    private final Map<ServerId, Endpoint> endpoints;
    private Topology topology;
    Map<ServerId, Endpoint> peerEndpoints = Map.of();
    Set<ServerId> serversOnly = Set.of();
    Set<ServerId> formerServers = Set.of();
    Duration maxFuture = MAX_FUTURE;
    Security security = Security.NONE;
    PlacesConfig places = PlacesConfig.usual();
    TransportKind transport = TransportKind.NIO;
    int ioThreads;
    Replication replication = Replication.DEFAULT;
    Limits limits = Limits.defaults();
    WireLogging wireLog = WireLogging.DEFAULT;
    boolean closeAfterAnswer;

    private Builder(String herd, Topology topology, Map<ServerId, Endpoint> endpoints) {
      this.herd = herd;
      this.topology = topology;
      this.endpoints = endpoints;
    }

    HerdConfig build() {
      return new HerdConfig(
          herd,
          topology,
          endpoints,
          peerEndpoints,
          serversOnly,
          formerServers,
          maxFuture,
          security,
          places,
          transport,
          ioThreads,
          replication,
          limits,
          wireLog,
          closeAfterAnswer);
    }
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

  /** Where the other servers connect to a server. */
  public Endpoint peerEndpoint(ServerId server) {
    Endpoint own = peerEndpoints.get(server);
    return own == null ? endpoint(server) : own;
  }

  /** What carries the bytes. */
  public enum TransportKind {
    /** The selectors of the JDK. */
    NIO,
    /** Netty. */
    NETTY
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
