package io.herd.examples.config;

import io.herd.Topology;
import io.herd.examples.config.HerdConfig.TransportKind;
import io.herd.examples.config.HerdConfig.WireLogging;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code herd.yaml}. All problems that can be seen are told together, each with its line,
 * field and rule. Not thread-safe.
 */
public final class HerdYaml {

  private static final long FILE_BYTES_MAX = 4 << 20;

  private final Problems problems = new Problems();
  private final Path directory;

  private HerdYaml(Path directory) {
    this.directory = directory;
  }

  /**
   * The herd of a file.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static HerdConfig load(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(file + ": is larger than 4 MiB");
      }
      Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      return parse(file.toString(), Files.readString(file), directory);
    } catch (NoSuchFileException missing) {
      throw new ConfigException(file + ": no such file");
    } catch (CharacterCodingException notText) {
      throw new ConfigException(file + ": is no text in UTF-8");
    } catch (IOException unreadable) {
      throw new ConfigException(file + ": cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * The herd of a text.
   *
   * @param name what problems call the text
   * @param directory where the relative path of a secret's file starts
   * @throws ConfigException if it cannot be used
   */
  static HerdConfig parse(String name, String text, Path directory) {
    HerdYaml reader = new HerdYaml(directory);
    YamlNode root = YamlTree.parse(text, reader.problems);
    reader.problems.throwIfAny(name);
    HerdConfig config = reader.config(Section.of(reader.problems, "", root));
    reader.problems.throwIfAny(name);
    return config;
  }

  private HerdConfig config(Section root) {
    String herd = root.value("herd", HerdYaml::herdName, "herd");
    ServersSection servers = ServersSection.read(problems, root);
    Topology topology = relations(root, servers.endpoints());
    HerdConfig.Builder config = HerdConfig.builder(herd, topology, servers.endpoints());
    config.peerEndpoints = servers.peerEndpoints();
    config.serversOnly = servers.serversOnly();
    config.formerServers = servers.formerServers();
    config.maxFuture = root.value("maxFuture", HerdYaml::maxFuture, HerdConfig.MAX_FUTURE);
    config.security = SecuritySection.read(problems, directory, root);
    config.places = PlacesSection.read(problems, directory, root.section("places"));
    config.transport = root.value("transport", oneOf(TransportKind.values()), TransportKind.NIO);
    config.ioThreads = root.value("ioThreads", HerdYaml::ioThreads, 0);
    config.replication = ReplicationSection.read(root.section("replication"));
    config.limits = LimitsSection.read(problems, root.section("limits"));
    config.wireLog = wireLog(root.section("wireLog"));
    config.closeAfterAnswer = root.value("closeAfterAnswer", Scalars::bool, false);
    root.refuseOthers();
    checkTls(root, servers, config.security);
    checkDeadlines(root, config);
    return config.build();
  }

  /** One address cannot have two kinds of TLS. */
  private void checkTls(Section root, ServersSection servers, Security security) {
    if (security.clientTls().equals(security.peerTls())) {
      return;
    }
    for (ServerId server : servers.endpoints().keySet()) {
      if (!servers.peerEndpoints().containsKey(server) && !servers.serversOnly().contains(server)) {
        problems.add(
            root.line("tls"),
            "tls",
            "is not the same for clients and peers, so " + server + " must have peers: host:port");
      }
    }
  }

  /** The node would answer before the provider does. */
  private void checkDeadlines(Section root, HerdConfig.Builder config) {
    Duration deadline = config.places.deadline();
    Duration patience = config.limits.placesTimeout();
    if (deadline.compareTo(patience) >= 0) {
      problems.add(
          root.line("places"),
          "places.guard.deadline",
          "is %d ms in all, must be less than limits.placesTimeout, which is %d ms"
              .formatted(deadline.toMillis(), patience.toMillis()));
    }
  }

  private static int ioThreads(String text) {
    long threads = Scalars.count(text);
    if (threads > HerdConfig.IO_THREADS_MAX) {
      throw new IllegalArgumentException(
          "is " + text + ", must be 0.." + HerdConfig.IO_THREADS_MAX);
    }
    return (int) threads;
  }

  private static Duration maxFuture(String text) {
    Duration time = Scalars.duration(text);
    if (time.isZero() || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("is " + text + ", must be more than 0s and at most 1d");
    }
    return time;
  }

  private static String herdName(String text) {
    if (!ServerId.isName(text)) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return text;
  }

  private Topology relations(Section root, Map<ServerId, Endpoint> endpoints) {
    Topology.Builder topology = Topology.builder();
    endpoints.keySet().forEach(topology::server);
    List<String> names = endpoints.keySet().stream().map(ServerId::toString).toList();
    Section relations = root.section("relations");
    relations
        .entries()
        .forEach(
            (name, entry) -> {
              String field = relations.name(name);
              ServerId server = known(entry.line(), field, name, names);
              if (!(entry.value() instanceof YamlNode.Sequence others)) {
                problems.add(
                    entry.value().line(),
                    field,
                    "is " + entry.value().kind() + ", must be a list of servers like [A, B]");
                return;
              }
              for (YamlNode item : others.items()) {
                ServerId other =
                    Section.scalar(
                        problems, field, item, text -> known(item.line(), field, text, names));
                relate(topology, item.line(), field, server, other);
              }
            });
    return topology.build();
  }

  private void relate(
      Topology.Builder topology,
      int line,
      String field,
      @Nullable ServerId one,
      @Nullable ServerId other) {
    if (one == null || other == null) {
      return;
    }
    if (one.equals(other)) {
      problems.add(line, field, "names " + other + " itself, must name other servers");
    } else {
      topology.relation(one, other);
    }
  }

  private @Nullable ServerId known(int line, String field, String name, List<String> names) {
    if (names.contains(name)) {
      return ServerId.of(name);
    }
    problems.add(
        line,
        field,
        Scalars.shown(name) + " is not one of the servers" + Problems.suggestion(name, names));
    return null;
  }

  private WireLogging wireLog(Section section) {
    WireLogging byDefault = WireLogging.DEFAULT;
    boolean enabled = section.value("enabled", Scalars::bool, byDefault.enabled());
    Path logs = section.value("directory", Scalars::path, byDefault.directory());
    long fileBytes = section.value("fileBytes", Scalars::size, byDefault.fileBytes());
    long files = section.value("files", Scalars::count, (long) byDefault.files());
    section.refuseOthers();
    if (fileBytes < 4_096) {
      problems.add(
          section.line("fileBytes"),
          section.name("fileBytes"),
          "is " + fileBytes + ", must be 4096 or more");
      return byDefault;
    }
    if (files < 1 || files > 1_000) {
      problems.add(
          section.line("files"), section.name("files"), "is " + files + ", must be 1..1000");
      return byDefault;
    }
    return new WireLogging(enabled, logs, fileBytes, (int) files);
  }

  private static <E extends Enum<E>> Function<String, E> oneOf(E[] constants) {
    return text -> Scalars.constant(text, List.of(constants));
  }
}
