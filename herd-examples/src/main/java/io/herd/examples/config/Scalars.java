package io.herd.examples.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values as they stand in a configuration. Each method throws an {@link
 * IllegalArgumentException} whose message continues the name of a field: "is 70000, must be
 * 1..65535". Immutable.
 */
public final class Scalars {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,15})(us|ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9][0-9_]{0,24})([KMG]?)");

  private Scalars() {}

  static int port(String text) {
    long port = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("is " + shown(text) + ", must be 1..65535");
    }
    return (int) port;
  }

  static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("is " + shown(text) + ", must be true or false");
    };
  }

  /** A time: a number and its unit, us, ms, s, m, h or d. */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is " + shown(text) + ", must be a number and us, ms, s, m, h or d, like 500ms");
    }
    long count = Long.parseLong(matcher.group(1));
    try {
      return switch (matcher.group(2)) {
        case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1_000L));
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    } catch (ArithmeticException tooLong) {
      throw new IllegalArgumentException("is " + text + ", must be a shorter time", tooLong);
    }
  }

  /** A number of things: digits, which may be grouped by underscores. */
  static long count(String text) {
    return number(text, false, "a whole number");
  }

  /** A number of bytes: digits, and K, M or G for powers of 1,024. */
  static long size(String text) {
    return number(text, true, "a whole number of bytes, or one with K, M or G");
  }

  private static long number(String text, boolean units, String rule) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || !units && !matcher.group(2).isEmpty()) {
      throw new IllegalArgumentException("is " + shown(text) + ", must be " + rule);
    }
    int shift = "KMG".indexOf(matcher.group(2)) * 10 + (matcher.group(2).isEmpty() ? 0 : 10);
    try {
      long number = Long.parseLong(matcher.group(1).replace("_", ""));
      return Math.multiplyExact(number, 1L << shift);
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw new IllegalArgumentException(
          "is " + text + ", must be at most " + Long.MAX_VALUE, tooLarge);
    }
  }

  /** One of an enumeration's constants, written in lower case. */
  static <E extends Enum<E>> E constant(String text, List<E> constants) {
    for (E constant : constants) {
      if (lower(constant).equals(text)) {
        return constant;
      }
    }
    List<String> names = constants.stream().map(Scalars::lower).toList();
    throw new IllegalArgumentException(
        "is " + shown(text) + ", must be " + String.join(" or ", names));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The text, quoted if it would not be seen otherwise, and not too much of it. */
  static String shown(String text) {
    String some = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return some.matches("[!-~]+") ? some : "\"" + some.replaceAll("\\p{Cntrl}", "?") + "\"";
  }

  /** A path; a relative one starts at the directory. */
  static Path path(Path directory, String text) {
    return directory.resolve(path(text)).normalize();
  }

  /** A path. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException invalid) {
      throw new IllegalArgumentException("is no path: " + invalid.getReason(), invalid);
    }
  }
}
