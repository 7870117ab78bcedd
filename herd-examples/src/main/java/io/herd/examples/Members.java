package io.herd.examples;

import io.herd.Audience;
import io.herd.Membership;
import io.herd.Neighbour;
import io.herd.auth.AllOf;
import io.herd.auth.LoopbackOnly;
import io.herd.auth.SharedSecret;
import io.herd.auth.TlsName;
import io.herd.examples.config.ConfigException;
import io.herd.examples.config.Endpoint;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.SecretSource;
import io.herd.examples.config.Security;
import io.herd.protocol.ServerId;
import io.herd.spi.PeerAuthenticator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a configuration says of the part of a herd that may change while a server runs. */
final class Members {

  private Members() {}

  /**
   * Whom a server talks with. Reads the files of secrets and keys.
   *
   * @throws ConfigException if they cannot be used
   */
  static Membership of(HerdConfig config, ServerId self) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (ServerId neighbour : config.topology().neighbours(self)) {
      Endpoint endpoint = config.peerEndpoint(neighbour);
      neighbours.add(new Neighbour(neighbour, endpoint.port() == 0 ? null : endpoint.resolve()));
    }
    Set<ServerId> members = new HashSet<>(config.topology().servers());
    members.addAll(config.formerServers());
    Security security = config.security();
    return new Membership(
        neighbours,
        members,
        authenticator(security),
        security.signatures().map(signatures -> signatures.keys(self)).orElse(null));
  }

  private static PeerAuthenticator authenticator(Security security) {
    Optional<SharedSecret> secret = security.secret().map(source -> read(source, SharedSecret::of));
    if (secret.isPresent() && security.acceptedSecret().isPresent()) {
      SharedSecret offered = secret.get();
      secret = Optional.of(read(security.acceptedSecret().get(), offered::accepting));
    }
    boolean tls = security.peerTls().isPresent();
    if (secret.isEmpty()) {
      return tls ? new TlsName() : new LoopbackOnly();
    }
    return tls ? AllOf.of(secret.get(), new TlsName()) : secret.get();
  }

  private static SharedSecret read(SecretSource source, Function<byte[], SharedSecret> use) {
    byte[] bytes = source.read();
    try {
      return use.apply(bytes);
    } catch (IllegalArgumentException tooShort) {
      throw new ConfigException(String.valueOf(tooShort.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Where a server listens, and for whom.
   *
   * @throws ConfigException if a host's address is not known
   */
  static Map<InetSocketAddress, Audience> addresses(HerdConfig config, ServerId self) {
    Map<InetSocketAddress, Audience> addresses = new LinkedHashMap<>();
    boolean separate = config.peerEndpoints().containsKey(self);
    Audience first =
        config.serversOnly().contains(self)
            ? Audience.SERVERS
            : separate ? Audience.CLIENTS : Audience.ALL;
    addresses.put(resolve(self, config.endpoint(self)), first);
    if (separate) {
      addresses.put(resolve(self, config.peerEndpoint(self)), Audience.SERVERS);
    }
    return addresses;
  }

  private static InetSocketAddress resolve(ServerId self, Endpoint endpoint) {
    InetSocketAddress address = endpoint.resolve();
    if (address.isUnresolved()) {
      throw new ConfigException(
          self + " cannot listen on " + endpoint + ": the host's address is not known");
    }
    return address;
  }
}
