package io.herd.examples;

import io.herd.Audience;
import io.herd.HerdNode;
import io.herd.Membership;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.HerdConfig;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running node that follows its configuration: servers, relations, addresses, secrets and public
 * keys come and go without a restart. What else was changed is told, and waits for one.
 * Thread-safe.
 */
final class LiveServer {

  private static final long PATIENCE_SECONDS = 10;

  private final ServerId self;
  private final HerdNode node;
  private HerdConfig config;

  /** What was asked to listen on, and the address with the real port. */
  private final Map<InetSocketAddress, Listening> listening = new LinkedHashMap<>();

  private record Listening(Audience audience, SocketAddress address) {}

  /** A node that was started with this configuration. */
  LiveServer(ServerId self, HerdNode node, HerdConfig config) {
    this.self = self;
    this.node = node;
    this.config = config;
    List<SocketAddress> real = node.addresses();
    Members.addresses(config, self)
        .forEach(
            (asked, audience) ->
                listening.put(asked, new Listening(audience, real.get(listening.size()))));
  }

  /**
   * Makes the node follow another configuration.
   *
   * @return the names of what was changed and waits for a restart
   * @throws ConfigException if it cannot be followed; then everything is as it was
   */
  synchronized List<String> apply(HerdConfig next) {
    if (!next.topology().servers().contains(self)) {
      throw new ConfigException(
          "it has no server " + self + ", which runs: stop it when it is to leave");
    }
    HerdConfig followed = config.withMembersOf(next);
    Membership membership = Members.of(followed, self);
    Map<InetSocketAddress, Audience> wanted = Members.addresses(followed, self);
    List<InetSocketAddress> opened = listen(wanted);
    try {
      change(membership);
    } catch (ConfigException refused) {
      opened.forEach(this::unlisten);
      throw refused;
    }
    List<InetSocketAddress> former = new ArrayList<>(listening.keySet());
    former.removeAll(wanted.keySet());
    former.forEach(this::unlisten);
    config = followed;
    return waiting(followed, next);
  }

  private List<InetSocketAddress> listen(Map<InetSocketAddress, Audience> wanted) {
    List<InetSocketAddress> opened = new ArrayList<>();
    for (Map.Entry<InetSocketAddress, Audience> entry : wanted.entrySet()) {
      InetSocketAddress address = entry.getKey();
      Listening known = listening.get(address);
      if (known != null && known.audience() == entry.getValue()) {
        continue;
      }
      try {
        if (known != null) {
          throw new IOException("who may connect there can only be changed by a restart");
        }
        SocketAddress real = node.listen(address, entry.getValue());
        listening.put(address, new Listening(entry.getValue(), real));
        opened.add(address);
      } catch (IOException | IllegalStateException failed) {
        opened.forEach(this::unlisten);
        throw new ConfigException(
            self + " cannot listen on " + address + ": " + failed.getMessage());
      }
    }
    return opened;
  }

  private void unlisten(InetSocketAddress address) {
    Listening known = listening.remove(address);
    if (known != null) {
      node.unlisten(known.address());
    }
  }

  private void change(Membership membership) {
    try {
      node.change(membership).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("interrupted");
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException(String.valueOf(cause.getMessage()));
    }
  }

  private static List<String> waiting(HerdConfig followed, HerdConfig next) {
    List<String> waiting = new ArrayList<>();
    note(waiting, "herd", followed.herd(), next.herd());
    note(waiting, "maxFuture", followed.maxFuture(), next.maxFuture());
    note(waiting, "tls.clients", followed.security().clientTls(), next.security().clientTls());
    note(waiting, "tls.peers", followed.security().peerTls(), next.security().peerTls());
    note(waiting, "places", followed.places(), next.places());
    note(waiting, "transport", followed.transport(), next.transport());
    note(waiting, "ioThreads", followed.ioThreads(), next.ioThreads());
    note(waiting, "replication", followed.replication(), next.replication());
    note(waiting, "limits", followed.limits(), next.limits());
    note(waiting, "wireLog", followed.wireLog(), next.wireLog());
    note(waiting, "closeAfterAnswer", followed.closeAfterAnswer(), next.closeAfterAnswer());
    return waiting;
  }

  private static void note(List<String> waiting, String name, Object now, Object then) {
    if (!Objects.equals(now, then)) {
      waiting.add(name);
    }
  }
}
