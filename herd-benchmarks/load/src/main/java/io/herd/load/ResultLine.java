package io.herd.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A result as one line of JSON, in the form that the harness of the benchmarks reads. Immutable.
 *
 * @param parameters what was asked for: strings, numbers and booleans
 * @param figures what was found; units are in the names
 * @param errors how much was wrong
 */
record ResultLine(
    String benchmark,
    String subject,
    Map<String, Object> parameters,
    Map<String, Double> figures,
    long errors,
    List<String> problems) {

  /** The line, without its end. */
  @Override
  public String toString() {
    return "{\"benchmark\":%s,\"subject\":%s,\"parameters\":%s,\"figures\":%s,\"errors\":%d,\"problems\":%s}"
        .formatted(
            quoted(benchmark),
            quoted(subject),
            object(parameters),
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
