package io.herd.internal;

import static java.math.BigDecimal.TEN;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a lone node answers to one client, as docs/protocol.md says it, with patterns and exact
 * decimals and no thought of speed. The node's clock stands at {@link #NOW}, and its places are
 * those of {@link ClientLinesFuzzTest#places}. Characters are bytes. Not thread-safe.
 */
final class ExpectedAnswers {

  /** When the node receives everything, in seconds. */
  private static final BigDecimal NOW = new BigDecimal("1767225600");

  private static final BigDecimal MAX_FUTURE = new BigDecimal("60");
  private static final BigDecimal NANOS = TEN.pow(9);
  private static final String DECIMAL = "(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)";
  private static final Pattern POSITION =
      Pattern.compile("([+-]" + DECIMAL + ")([+-]" + DECIMAL + ")");
  private static final Pattern SIGNED = Pattern.compile("[+-]?" + DECIMAL);
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final String SPACE = "[ \t\r\f\u000b]";

  private final int lineBytes;
  private final Map<String, Report> newest = new HashMap<>();

  /** What is stored of a client. */
  private record Report(String line, BigDecimal time) {}

  ExpectedAnswers(int lineBytes) {
    this.lineBytes = lineBytes;
  }

  /** All that the client receives that writes this and half-closes. */
  String to(String input) {
    StringBuilder answers = new StringBuilder();
    List<String> lines = new ArrayList<>(List.of(input.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    for (String line : lines) {
      if (line.length() > lineBytes) {
        return answers.append("? ").append(line, 0, lineBytes).append('\n').toString();
      }
      answers.append(answer(line));
    }
    return answers.toString();
  }

  private String answer(String line) {
    String stripped = line.replaceAll("^" + SPACE + "+|" + SPACE + "+$", "");
    String[] fields = stripped.split(SPACE + "+", -1);
    String answer = null;
    if (fields.length == 4 && fields[0].equals("IAMAT")) {
      answer = report(fields[1], fields[2], fields[3]);
    } else if (fields.length == 4 && fields[0].equals("WHATSAT")) {
      answer = question(fields[1], fields[2], fields[3]);
    }
    return answer != null ? answer : "? " + line + "\n";
  }

  private String report(String id, String position, String time) {
    Matcher point = POSITION.matcher(position);
    if (!point.matches()
        || isBeyond(point.group(1), 90)
        || isBeyond(point.group(2), 180)
        || !SIGNED.matcher(time).matches()) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(plain(time)).setScale(9, RoundingMode.DOWN);
    if (seconds.multiply(NANOS).toBigIntegerExact().bitLength() > 63) {
      return null;
    }
    BigDecimal skew = NOW.subtract(seconds);
    String sign = skew.signum() < 0 ? "" : "+";
    String line =
        "AT Clark " + sign + skew.toPlainString() + " " + id + " " + position + " " + time + "\n";
    Report held = newest.get(id);
    if (held == null || counted(seconds).compareTo(counted(held.time)) > 0) {
      newest.put(id, new Report(line, seconds));
    }
    return line;
  }

  private static BigDecimal counted(BigDecimal time) {
    return time.min(NOW.add(MAX_FUTURE));
  }

  private String question(String id, String radius, String bound) {
    if (!newest.containsKey(id)
        || !SIGNED.matcher(radius).matches()
        || !WHOLE.matcher(bound).matches()) {
      return null;
    }
    BigDecimal kilometres = new BigDecimal(plain(radius));
    BigDecimal results = new BigDecimal(bound);
    if (!isWithin(kilometres, 50) || !isWithin(results, 20)) {
      return null;
    }
    double metres = kilometres.doubleValue() * 1_000;
    return newest.get(id).line + "radius " + metres + "\nresults " + results.intValue() + "\n\n";
  }

  private static boolean isBeyond(String decimal, int most) {
    return new BigDecimal(plain(decimal)).abs().compareTo(BigDecimal.valueOf(most)) > 0;
  }

  private static boolean isWithin(BigDecimal value, int most) {
    return value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  /** With a digit on both sides of the point. */
  private static String plain(String decimal) {
    return decimal.replaceFirst("^([+-]?)\\.", "$10.").replaceFirst("\\.$", "");
  }
}
