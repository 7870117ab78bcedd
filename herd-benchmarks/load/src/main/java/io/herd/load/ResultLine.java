package io.herd.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A result as one line of JSON, in the form that the harness of the benchmarks reads. Not
 * thread-safe.
 */
public final class ResultLine {

  /** How many problems are told; more are only counted. */
  static final int PROBLEMS_MAX = 5;

  private final String benchmark;
  private final String subject;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long errors;
  private @Nullable String skipped;

  /** A result of nothing yet. */
  public ResultLine(String benchmark, String subject) {
    this.benchmark = benchmark;
    this.subject = subject;
  }

  /**
   * Adds what was asked for.
   *
   * @param value a string, a number or a boolean
   */
  public ResultLine parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Adds what was found; its unit is in the name. */
  public ResultLine figure(String name, double value) {
    figures.put(name, value);
    return this;
  }

  /** Says why the subject was not measured: the line has no figures then. */
  public ResultLine skipped(String why) {
    skipped = why;
    return this;
  }

  /** Counts an error; the first few are told. */
  public void error(String problem) {
    errors(1, List.of(problem));
  }

  /** Counts errors of which some are known; the first few are told. */
  public ResultLine errors(long count, List<String> known) {
    errors += count;
    known.stream().limit(PROBLEMS_MAX - problems.size()).forEach(problems::add);
    return this;
  }

  /** Prints the line, and appends it to the file if there is one. */
  public void write(@Nullable Path results) throws IOException {
    System.out.println(this);
    if (results != null) {
      Files.writeString(results, this + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** The same to be read by people, in several lines. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append("%s of %s %s%n".formatted(benchmark, subject, parameters));
    figures.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, "  %-28s %,18.1f%n", name, value)));
    text.append(String.format(Locale.ROOT, "  %-28s %,16d%n", "errors", errors));
    problems.forEach(problem -> text.append("  %s%n".formatted(problem)));
    return text.toString();
  }

  /** The line, without its end. */
  @Override
  public String toString() {
    String start =
        "{\"benchmark\":%s,\"subject\":%s,\"parameters\":%s"
            .formatted(quoted(benchmark), quoted(subject), object(parameters));
    if (skipped != null) {
      return "%s,\"skipped\":%s}".formatted(start, quoted(skipped));
    }
    return "%s,\"figures\":%s,\"errors\":%s,\"problems\":%s}"
        .formatted(
            start,
            object(figures),
            errors,
            problems.stream().map(ResultLine::quoted).collect(Collectors.joining(",", "[", "]")));
  }

  private static String object(Map<String, ?> map) {
    return map.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ":" + value(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString(number.longValue())
          : String.format(Locale.ROOT, "%.4f", number);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
