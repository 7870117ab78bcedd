package io.herd.examples;

import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.protocol.ServerId;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All servers of a herd in this JVM. They listen on the ports of the configuration, or, if one of
 * these is taken, all on ports that are free. Not thread-safe.
 */
public final class LocalHerd implements AutoCloseable {

  private HerdConfig config;
  private final Map<ServerId, RunningServer> running = new TreeMap<>();

  private LocalHerd(HerdConfig config) {
    this.config = config;
  }

  /** Starts all servers of a herd. */
  public static LocalHerd start(HerdConfig config) {
    LocalHerd herd = new LocalHerd(config);
    try {
      herd.startAll();
      return herd;
    } catch (UncheckedIOException portTaken) {
      herd.close();
      return startOnFreePorts(config);
    }
  }

  /** Starts all servers of a herd on ports that are free. */
  public static LocalHerd startOnFreePorts(HerdConfig config) {
    Map<ServerId, Endpoint> free = new LinkedHashMap<>();
    config.endpoints().keySet().forEach(server -> free.put(server, new Endpoint("127.0.0.1", 0)));
    LocalHerd herd = new LocalHerd(config.withEndpoints(free));
    try {
      herd.startAll();
      return herd;
    } catch (RuntimeException failed) {
      herd.close();
      throw failed;
    }
  }

  /** Starts the last first: it is the first of two that dials, so it has to know the port. */
  private void startAll() {
    List<ServerId> servers = new ArrayList<>(config.topology().servers());
    Collections.reverse(servers);
    servers.forEach(this::start);
  }

  /**
   * Starts a server, at first or again, on the port it had.
   *
   * @throws IllegalStateException if it runs
   */
  public RunningServer start(ServerId server) {
    if (running.containsKey(server)) {
      throw new IllegalStateException(server + " runs, must be killed before it is started");
    }
    RunningServer started = Bootstrap.start(config, server);
    running.put(server, started);
    Map<ServerId, Endpoint> known = new LinkedHashMap<>(config.endpoints());
    known.put(server, new Endpoint(config.endpoint(server).host(), started.port()));
    config = config.withEndpoints(known);
    return started;
  }

  /** Ends a server as a crash would. */
  public void kill(ServerId server) {
    RunningServer killed = running.remove(server);
    if (killed != null) {
      killed.kill();
    }
  }

  /** The servers that run, by their names. */
  public Map<ServerId, RunningServer> running() {
    return Collections.unmodifiableMap(running);
  }

  /** Where a server listens, or did. */
  public InetSocketAddress address(ServerId server) {
    return config.endpoint(server).resolve();
  }

  /** The herd with the ports really bound. */
  public HerdConfig config() {
    return config;
  }

  /** Stops all servers in good order. */
  @Override
  public void close() {
    running.values().forEach(RunningServer::close);
    running.clear();
  }
}
