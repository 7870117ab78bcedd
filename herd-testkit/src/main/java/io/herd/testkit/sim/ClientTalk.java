package io.herd.testkit.sim;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated client says and how it must be answered: reports by a clock of its own, which
 * may be far off, questions, and lines that only a server may say, or nobody. Not thread-safe.
 */
final class ClientTalk {

  private static final long SECOND = 1_000_000_000L;
  private static final long YEAR = 31_536_000L * SECOND;

  private static final String[] HOSTILE = {
    "AT A +0.100000000 client1 +1+1 1767225600 b0 1",
    "HEADS A/b0:999",
    "HAVE 0",
    "PING",
    "BYE",
    "HELLO herd/1-1",
    "",
    "  ",
    "IAMAT client1 +91-2 1767225600",
    "IAMAT client1 +1-2",
    "IAMAT client1 +1-2 1e9",
    "WHATSAT client1 51 5",
    "WHATSAT nobody 10 5",
    "iamat client1 +1-2 1767225600",
    "\u0000\u00ff\u00fe",
  };

  private final RandomGenerator random;
  private final AcceptedReports reports;
  private final int clients;
  private final boolean refusals;
  private final long skewNanos;
  private final boolean backwards;
  private final boolean hostile;
  private long reported;

  /**
   * A client's talk.
   *
   * @param refusals whether a report may be refused: where records expire, an old one is
   */
  ClientTalk(RandomGenerator random, AcceptedReports reports, int clients, boolean refusals) {
    this.random = random;
    this.reports = reports;
    this.clients = clients;
    this.refusals = refusals;
    this.skewNanos =
        switch (random.nextInt(8)) {
          case 0 -> 3_600 * SECOND;
          case 1 -> 10 * YEAR;
          case 2 -> -60 * YEAR;
          default -> random.nextLong(-2 * SECOND, 2 * SECOND);
        };
    this.backwards = random.nextInt(8) == 0;
    this.hostile = random.nextInt(3) == 0;
  }

  long pauseNanos() {
    return random.nextLong(SECOND / 10, 5 * SECOND);
  }

  /** The next line to say. */
  String next(long epochNanos) {
    String client = "client" + random.nextInt(clients);
    if (hostile && random.nextInt(3) == 0) {
      return hostileLine();
    }
    if (random.nextInt(4) == 0) {
      return "WHATSAT " + client + " " + random.nextInt(51) + " " + random.nextInt(21);
    }
    reported++;
    long time = epochNanos + skewNanos - (backwards ? 20 * reported * SECOND : 0);
    double latitude = random.nextDouble(-90, 90);
    return Lines.report(client, latitude, random.nextDouble(-180, 180), time);
  }

  private String hostileLine() {
    String greeting = reports.strangersGreeting();
    if (greeting != null && random.nextInt(6) == 0) {
      return greeting;
    }
    String accepted = reports.anyLine(random);
    if (accepted != null && random.nextInt(3) == 0) {
      return accepted + " b0 " + random.nextInt(1, 1_000);
    }
    return HOSTILE[random.nextInt(HOSTILE.length)];
  }

  /** Where the answer ends, or -1 if not all of it is there. */
  int endOfAnswer(String line, CharSequence received) {
    String text = received.toString();
    boolean hasBody = line.startsWith("WHATSAT ") && text.startsWith("AT ");
    int end = text.indexOf(hasBody ? "\n\n" : "\n");
    return end < 0 ? -1 : end + (hasBody ? 2 : 1);
  }

  /**
   * Whether the answer is right.
   *
   * @param first whether the line was the first one of its connection
   */
  boolean isRight(String line, String server, String answer, boolean first) {
    if (answer.equals("? " + line + "\n")) {
      return (refusals || !isReport(line)) && !(first && isGreeting(line));
    }
    if (isGreeting(line)) {
      return first && answer.startsWith("BYE ");
    }
    if (line.startsWith("WHATSAT ")) {
      String record = answer.substring(0, answer.indexOf('\n'));
      return reports.isAccepted(record) && record.contains(" " + line.split(" ", -1)[1] + " ");
    }
    return isReport(line)
        && answer.startsWith("AT " + server + " ")
        && answer.endsWith(line.substring("IAMAT".length()) + "\n");
  }

  private boolean isGreeting(String line) {
    return line.equals(reports.strangersGreeting());
  }

  private static boolean isReport(@Nullable String line) {
    return line != null && line.startsWith("IAMAT client") && line.length() > 40;
  }
}
