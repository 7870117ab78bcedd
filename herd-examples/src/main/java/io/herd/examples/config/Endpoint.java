package io.herd.examples.config;

import java.net.InetSocketAddress;

/**
 * Where a server listens, as it was written. Immutable.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 to 65,535; 0 lets the system choose
 */
public record Endpoint(String host, int port) {

  /** Checks both. */
  public Endpoint {
    if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "host is \"" + host + "\", must be a name or an address without spaces");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 0..65535");
    }
  }

  /**
   * Reads {@code host:port}, with brackets around an IPv6 address.
   *
   * @throws IllegalArgumentException if it is something else, with the rule
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
    if (colon <= 0 || !bracketed && text.indexOf(':') != colon) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must be host:port, or [address]:port for IPv6");
    }
    String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
    int port = Scalars.port(text.substring(colon + 1));
    if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must have a host before the colon");
    }
    return new Endpoint(host, port);
  }

  /** The address, looked up now. */
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
