package io.herd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.protocol.Ascii;
import java.math.BigDecimal;
import java.time.Instant;

/** The IAMAT line of a report that the application makes itself. */
final class ReportLine {

  private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private ReportLine() {}

  /**
   * The line, without a line feed.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  static byte[] of(String client, double latitude, double longitude, Instant time) {
    byte[] id = client.getBytes(UTF_8);
    for (byte b : id) {
      if (Ascii.isSpace(b)) {
        throw new IllegalArgumentException(
            "client is \"" + client + "\", must not have white space");
      }
    }
    if (id.length == 0) {
      throw new IllegalArgumentException("client is empty, must not be");
    }
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new IllegalArgumentException("time is " + time + ", must be " + FIRST + ".." + LAST);
    }
    String line =
        "IAMAT "
            + client
            + " "
            + degrees("latitude", latitude, 90)
            + degrees("longitude", longitude, 180)
            + " "
            + seconds(time);
    return line.getBytes(UTF_8);
  }

  private static String degrees(String name, double value, int most) {
    if (!(Math.abs(value) <= most)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be -" + most + ".." + most);
    }
    String digits = BigDecimal.valueOf(Math.abs(value)).toPlainString();
    return (value < 0 ? "-" : "+") + digits;
  }

  private static String seconds(Instant time) {
    BigDecimal nanos = BigDecimal.valueOf(time.getEpochSecond(), -9);
    return nanos.add(BigDecimal.valueOf(time.getNano())).movePointLeft(9).toPlainString();
  }
}
