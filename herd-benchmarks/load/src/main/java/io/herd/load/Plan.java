package io.herd.load;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What is to be sent. Immutable.
 *
 * @param servers connections are spread over them in turn
 * @param depth how many requests go out at once: all that are outstanding in a closed loop, at most
 *     so many of those that are due in an open one
 * @param rate requests a second over all connections; negative for as many as are answered
 * @param clients how many clients there are, each with one connection
 * @param questionShare how many of the requests ask instead of reporting, 0 to 1
 */
record Plan(
    Protocol protocol,
    List<InetSocketAddress> servers,
    int connections,
    int depth,
    double rate,
    int clients,
    Clients.Choice choice,
    double questionShare,
    long seed,
    boolean tls) {

  /** The most clients that the digits of an id tell apart. */
  static final int CLIENTS_MAX = Digits.EIGHT;

  Plan {
    servers = List.copyOf(servers);
    check(!servers.isEmpty(), "no port is given");
    check(connections >= 1, "connections is " + connections + ", must be at least 1");
    check(depth >= 1 && depth <= 1 << 14, "depth is " + depth + ", must be 1 to 16384");
    check(
        clients >= connections && clients <= CLIENTS_MAX,
        "clients is " + clients + ", must be from the number of connections to 100000000");
    check(
        questionShare >= 0 && questionShare < 1,
        "the share of questions is " + questionShare + ", must be below 1");
    check(
        questionShare == 0 || protocol == Protocol.IAMAT,
        "questions are asked with protocol iamat only");
  }

  private static void check(boolean right, String rule) {
    if (!right) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Whether a request waits for an answer, and not for a time. */
  boolean isClosedLoop() {
    return rate < 0;
  }
}
