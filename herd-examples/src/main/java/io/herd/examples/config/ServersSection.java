package io.herd.examples.config;

import io.herd.protocol.ServerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The servers of a herd and where they listen, as a configuration has them. Not thread-safe. */
final class ServersSection {

  /** Stands for an endpoint with a problem. */
  private static final Endpoint NOWHERE = new Endpoint("nowhere", 0);

  private final Problems problems;
  private final Map<ServerId, Endpoint> endpoints = new TreeMap<>();
  private final Map<ServerId, Endpoint> peerEndpoints = new TreeMap<>();
  private final Set<ServerId> serversOnly = new HashSet<>();
  private final Set<ServerId> formerServers = new TreeSet<>();
  private final Map<Endpoint, String> owners = new HashMap<>();

  private ServersSection(Problems problems) {
    this.problems = problems;
  }

  /** Reads the fields {@code servers} and {@code formerServers}. */
  static ServersSection read(Problems problems, Section root) {
    ServersSection reader = new ServersSection(problems);
    Section servers = root.section("servers");
    servers.entries().forEach((name, entry) -> reader.server(servers.name(name), name, entry));
    if (servers.entries().isEmpty()) {
      problems.add(root.line("servers"), "servers", "has no server, must have at least 1");
    }
    if (reader.endpoints.isEmpty()) {
      // there are problems; the rest of the file is read as if there were a server
      reader.endpoints.put(ServerId.of("none"), NOWHERE);
    }
    YamlNode former = root.node("formerServers");
    if (former != null) {
      reader.formerServers(former);
    }
    return reader;
  }

  private void server(String field, String name, YamlNode.Entry entry) {
    if (!ServerId.isName(name)) {
      problems.add(
          entry.line(), field, "is no server's name, must be 1 to 64 of A-Z a-z 0-9 . _ -");
      return;
    }
    ServerId server = ServerId.of(name);
    if (entry.value() instanceof YamlNode.Mapping) {
      Section section = Section.of(problems, field, entry.value());
      endpoints.put(server, endpoint(section));
      Endpoint peers = section.value("peers", Endpoint::parse);
      boolean clients = section.value("clients", Scalars::bool, true);
      section.refuseOthers();
      if (peers != null) {
        own(entry.line(), field, name, peers);
        peerEndpoints.put(server, peers);
      }
      if (!clients) {
        serversOnly.add(server);
      }
      if (peers != null && !clients) {
        problems.add(
            entry.line(), field, "has clients: false and peers, so nobody could use its port");
      }
    } else {
      Endpoint endpoint = Section.scalar(problems, field, entry.value(), Endpoint::parse);
      endpoints.put(server, endpoint == null ? NOWHERE : endpoint);
    }
    own(entry.line(), field, name, endpoints.getOrDefault(server, NOWHERE));
  }

  private void own(int line, String field, String name, Endpoint endpoint) {
    String owner = owners.putIfAbsent(endpoint, name);
    if (owner != null && endpoint.port() != 0) {
      problems.add(line, field, "is at " + endpoint + ", which is " + owner + "'s");
    }
  }

  private Endpoint endpoint(Section section) {
    String host = section.value("host", ServersSection::host, "127.0.0.1");
    Integer port = section.value("port", Scalars::port);
    if (!section.has("port")) {
      problems.add(section.line(), section.name("port"), "is missing, must be 1..65535");
    }
    return port == null ? NOWHERE : new Endpoint(host, port);
  }

  private static String host(String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must be a name or an address");
    }
    return text;
  }

  private void formerServers(YamlNode node) {
    if (!(node instanceof YamlNode.Sequence names)) {
      problems.add(
          node.line(), "formerServers", "is " + node.kind() + ", must be a list like [A, B]");
      return;
    }
    for (YamlNode item : names.items()) {
      ServerId former = Section.scalar(problems, "formerServers", item, ServersSection::serverName);
      if (former != null && endpoints.containsKey(former)) {
        problems.add(item.line(), "formerServers", former + " is one of the servers");
      } else if (former != null) {
        formerServers.add(former);
      }
    }
  }

  private static ServerId serverName(String text) {
    if (!ServerId.isName(text)) {
      throw new IllegalArgumentException(
          Scalars.shown(text) + " is no server's name, must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return ServerId.of(text);
  }

  /** Where each server listens. */
  Map<ServerId, Endpoint> endpoints() {
    return endpoints;
  }

  /** Where those listen for servers that do it elsewhere than for clients. */
  Map<ServerId, Endpoint> peerEndpoints() {
    return peerEndpoints;
  }

  /** Those that take no clients. */
  Set<ServerId> serversOnly() {
    return serversOnly;
  }

  /** Servers that have left. */
  Set<ServerId> formerServers() {
    return formerServers;
  }
}
