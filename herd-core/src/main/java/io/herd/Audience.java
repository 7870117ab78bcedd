package io.herd;

/** Who may connect to an address. */
public enum Audience {
  /** Clients, and the servers that are neighbours. */
  ALL,
  /** Clients alone: the greeting of a server is to them a line like any other invalid one. */
  CLIENTS,
  /** Servers alone: whoever does not greet as one is turned away. */
  SERVERS
}
