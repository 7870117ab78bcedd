package io.herd.load;

import java.util.Locale;

/** What is said to the server. Immutable. */
enum Protocol {
  /** IAMAT, and WHATSAT, of a herd. */
  IAMAT(
      "IAMAT clientIIIIIIII.example +34.06LLLL-118.445127 SSSSSSSSSS.NNNNNNNNN\n",
      "WHATSAT clientIIIIIIII.example 10 0\n"),

  /** SET of Redis: the same id, and position and time as the value. */
  REDIS_SET(
      redis("SET", "clientIIIIIIII.example", "+34.06LLLL-118.445127 SSSSSSSSSS.NNNNNNNNN"),
      redis("GET", "clientIIIIIIII.example")),

  /** GEOADD of Redis: the same id and position in one sorted set; it keeps no time. */
  REDIS_GEOADD(
      redis("GEOADD", "clients", "-118.445127", "34.06LLLL", "clientIIIIIIII.example"),
      redis("GEOPOS", "clients", "clientIIIIIIII.example"));

  /** The end of the answer to a report in a herd. */
  static final String ECHO = "clientIIIIIIII.example +34.06LLLL-118.445127 SSSSSSSSSS.NNNNNNNNN\n";

  /** What SET has written, with its end in an answer. */
  static final String REDIS_VALUE = "+34.06LLLL-118.445127 SSSSSSSSSS.NNNNNNNNN\r\n";

  private final String report;
  private final String question;

  Protocol(String report, String question) {
    this.report = report;
    this.question = question;
  }

  private static String redis(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return command.toString();
  }

  /** A report of where a client is. */
  RequestForm report() {
    return RequestForm.of(report);
  }

  /** A question for what is known of a client. */
  RequestForm question() {
    return RequestForm.of(question);
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
