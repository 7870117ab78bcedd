package io.herd.examples.cli;

import io.herd.Topology;
import io.herd.Topology.Relation;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdYaml;
import io.herd.examples.config.PlacesConfig;
import io.herd.examples.config.Replication;
import io.herd.examples.config.Replication.PolicyKind;
import io.herd.examples.config.Security;
import io.herd.protocol.ServerId;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a herd can work, and where it is weak. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Checks a herd.yaml or a known herd.",
    description = {
      "Are all servers connected, whose loss parts them, what does an update cost? A single point "
          + "of failure is a warning; anything that keeps the herd from working is a failure."
    })
final class CheckCommand implements Callable<Integer> {

  private static final int TREES_FROM_SERVERS = 8;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ArgGroup private @Nullable HerdOption herd;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The herd.yaml to check.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    if (file != null && herd != null) {
      throw new ParameterException(
          spec.commandLine(), "a file and --herd or --config are too much: which herd?");
    }
    HerdConfig config =
        file != null ? HerdYaml.load(file) : (herd == null ? new HerdOption() : herd).config();
    PrintWriter out = spec.commandLine().getOut();
    Topology topology = config.topology();
    int servers = topology.servers().size();
    out.printf(
        "herd %s: %s, %s%n",
        config.herd(), count(servers, "server"), count(topology.relations().size(), "relation"));
    boolean works = shape(topology, out);
    replication(config.replication(), topology, out);
    works &= secret(config, out);
    works &= places(config.places(), out);
    out.flush();
    return works ? 0 : Main.FAILURE;
  }

  private static boolean shape(Topology topology, PrintWriter out) {
    if (!topology.isConnected()) {
      line(out, "connected", "no");
      out.println("error: the herd is in " + topology.components().size() + " parts:");
      topology.components().forEach(part -> out.println("  " + names(part)));
      return false;
    }
    line(out, "connected", "yes");
    line(out, "diameter", count(topology.diameter(), "relation"));
    line(out, "messages per update", topology.messagesFlooding() + " when flooded");
    line(out, "", topology.messagesTree() + " along a tree");
    line(out, "single points of failure", weak(topology));
    topology.singlePointsOfFailure().forEach(s -> out.println(warning("server " + s)));
    for (Relation bridge : topology.bridges()) {
      out.println(warning("relation " + bridge.first() + " with " + bridge.second()));
    }
    return true;
  }

  /**
   * Trees are worth it where flooding sends at least twice the messages; in a small herd that is
   * nothing, and flooding is always the shortest way.
   */
  private static void replication(Replication replication, Topology topology, PrintWriter out) {
    line(out, "replication", replication.policy() == PolicyKind.TREES ? "trees" : "flood");
    boolean trees =
        topology.isConnected()
            && topology.servers().size() >= TREES_FROM_SERVERS
            && topology.messagesFlooding() >= 2 * topology.messagesTree();
    line(out, "", "recommended: " + (trees ? "trees" : "flood"));
    line(
        out,
        "",
        "(trees from "
            + TREES_FROM_SERVERS
            + " servers on, if flooding costs at least twice a tree's messages)");
    if (!replication.timeToLive().isZero()) {
      line(out, "reports expire after", replication.timeToLive().toSeconds() + " s");
    }
  }

  private static String weak(Topology topology) {
    int servers = topology.singlePointsOfFailure().size();
    int relations = topology.bridges().size();
    return servers + relations == 0
        ? "none"
        : count(servers, "server") + ", " + count(relations, "relation");
  }

  private static String warning(String what) {
    return "warning: the loss of " + what + " parts the herd";
  }

  /** Without any proof every server has to be on this machine, or none would start. */
  private static boolean secret(HerdConfig config, PrintWriter out) {
    Security security = config.security();
    line(out, "secret", security.secret().map(Object::toString).orElse("none"));
    security.acceptedSecret().ifPresent(also -> line(out, "accepted too", also.toString()));
    security.clientTls().ifPresent(tls -> line(out, "TLS for clients", tls.certificate()));
    security.peerTls().ifPresent(tls -> line(out, "TLS for peers", tls.certificate()));
    security.signatures().ifPresent(s -> line(out, "signatures", s.key()));
    if (security.provesNeighbours()) {
      return signatures(config, out);
    }
    Map<ServerId, Endpoint> elsewhere = new TreeMap<>();
    config.topology().servers().forEach(s -> elsewhere.put(s, config.peerEndpoint(s)));
    elsewhere.values().removeIf(CheckCommand::isHere);
    elsewhere.forEach(
        (server, endpoint) ->
            out.println(
                "error: " + server + " is at " + endpoint + ": that needs a secret, or loopback"));
    boolean signed = signatures(config, out);
    return elsewhere.isEmpty() && signed;
  }

  /** What cannot be opened here is an error, though a server elsewhere may have what is missing. */
  private static boolean places(PlacesConfig places, PrintWriter out) {
    line(out, "places", places.kind().toString());
    places.notes().forEach(note -> line(out, "", note));
    try {
      places.open().close();
      return true;
    } catch (ConfigException | UncheckedIOException wrong) {
      out.println("error: " + wrong.getMessage());
      return false;
    }
  }

  /** A server without a public key would not be believed by the others. */
  private static boolean signatures(HerdConfig config, PrintWriter out) {
    if (config.security().signatures().isEmpty()) {
      return true;
    }
    Set<ServerId> without = new TreeSet<>(config.topology().servers());
    without.removeAll(config.security().signatures().get().servers().keySet());
    without.forEach(server -> out.println("error: " + server + " has no public key"));
    return without.isEmpty();
  }

  private static boolean isHere(Endpoint endpoint) {
    InetSocketAddress address = endpoint.resolve();
    return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-25s %s%n", name, value);
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String names(Collection<ServerId> servers) {
    return servers.stream().map(ServerId::toString).collect(Collectors.joining(", "));
  }
}
