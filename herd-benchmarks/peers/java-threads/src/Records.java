package threads;

import static java.math.RoundingMode.DOWN;

import java.math.BigDecimal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server knows and says, without its connections. Lines are strings of Latin-1, in which
 * each byte is one character. Thread-safe.
 */
final class Records {

  /** Who is told what is new. */
  interface News {
    void tell(String line);
  }

  private record Report(long nanos, String line) {

    /** Of two reports at the same time the one that was there stays. */
    Report orNewer(Report other) {
      return other.nanos > nanos ? other : this;
    }

    /** On equal times the smaller line wins, so that all servers keep the same one. */
    Report orWinning(Report other) {
      return other.nanos == nanos && other.line.compareTo(line) < 0 ? other : orNewer(other);
    }
  }

  static final int LINE_BYTES = 131_072;

  private static final String DECIMAL = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)";
  private static final Pattern IAMAT =
      Pattern.compile(
          "\\s*IAMAT\\s+(\\S+)\\s+([+-]%1$s)([+-]%1$s)\\s+([+-]?%1$s)\\s*".formatted(DECIMAL));
  private static final Pattern WHATSAT =
      Pattern.compile("\\s*WHATSAT\\s+(\\S+)\\s+([+-]?%s)\\s+([+-]?\\d+)\\s*".formatted(DECIMAL));
  private static final Pattern AT =
      Pattern.compile("AT \\S+ \\S+ (\\S+) \\S+ ([+-]?%s)".formatted(DECIMAL));
  private static final String PLACES =
      """
      {
         "html_attributions" : [],
         "results" : [],
         "status" : "ZERO_RESULTS"
      }

      """;

  private final String name;
  private final ConcurrentMap<String, Report> reports = new ConcurrentHashMap<>();

  Records(String name) {
    this.name = name;
  }

  /** The answer to a client's line that was received at this nanosecond. */
  String answer(String line, long now, News news) {
    Matcher report = IAMAT.matcher(line);
    if (report.matches()
        && isWithin(report.group(2), -90, 90)
        && isWithin(report.group(3), -180, 180)) {
      BigDecimal time = time(report.group(4));
      if (fits(time)) {
        return accept(report, time, now, news);
      }
    }
    Matcher question = WHATSAT.matcher(line);
    if (question.matches()
        && isWithin(question.group(2), 0, 50)
        && isWithin(question.group(3), 0, 20)) {
      Report kept = reports.get(question.group(1));
      if (kept != null) {
        return kept.line + PLACES;
      }
    }
    return "? " + line + "\n";
  }

  private String accept(Matcher report, BigDecimal time, long now, News news) {
    BigDecimal skew = BigDecimal.valueOf(now, 9).subtract(time);
    String sign = skew.signum() < 0 ? "" : "+";
    String client = report.group(1);
    String position = report.group(2) + report.group(3);
    String line =
        String.join(" ", "AT", name, sign + skew.toPlainString(), client, position, report.group(4))
            + "\n";
    keep(client, new Report(time.unscaledValue().longValue(), line), Report::orNewer, news);
    return line;
  }

  /** Takes a neighbour's record. */
  void merge(String line, News news) {
    Matcher record = AT.matcher(line);
    if (!record.matches()) {
      return;
    }
    long nanos = time(record.group(2)).unscaledValue().longValue();
    keep(record.group(1), new Report(nanos, line + "\n"), Report::orWinning, news);
  }

  @SuppressWarnings("ReferenceEquality") // an equal report that was there already is no news
  private void keep(String client, Report report, BinaryOperator<Report> rule, News news) {
    if (reports.merge(client, report, rule) == report) {
      news.tell(report.line);
    }
  }

  /** With nine digits after the point; further ones do not count. */
  private static BigDecimal time(String text) {
    return new BigDecimal(text).setScale(9, DOWN);
  }

  /** Whether it is a count of nanoseconds of 64 bits. */
  private static boolean fits(BigDecimal time) {
    return time.unscaledValue().bitLength() < Long.SIZE;
  }

  private static boolean isWithin(String text, int least, int greatest) {
    BigDecimal number = new BigDecimal(text);
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(greatest)) <= 0;
  }
}
