package io.herd.benchmarks.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One result, as the page of the benchmarks says that it has to look. Not thread-safe. */
final class ResultLine {

  private static final int PROBLEMS_MAX = 5;

  private final String benchmark;
  private final String subject;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long errors;
  private @Nullable String skipped;

  ResultLine(String benchmark, String subject) {
    this.benchmark = benchmark;
    this.subject = subject;
  }

  ResultLine parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  ResultLine figure(String name, double value) {
    figures.put(name, value);
    return this;
  }

  /** Says why the subject was not measured. */
  ResultLine skipped(String why) {
    skipped = why;
    return this;
  }

  /** Counts an error, and keeps the first few. */
  void error(String problem) {
    errors++;
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(problem);
    }
  }

  /** Prints the line, and appends it to the file if there is one. */
  void write(@Nullable Path results) throws IOException {
    System.out.println(this);
    if (results != null) {
      Files.writeString(
          results,
          this + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  @Override
  public String toString() {
    StringBuilder json = new StringBuilder("{\"benchmark\":" + quoted(benchmark));
    json.append(",\"subject\":").append(quoted(subject));
    json.append(",\"parameters\":").append(object(parameters));
    if (skipped != null) {
      return json.append(",\"skipped\":").append(quoted(skipped)).append('}').toString();
    }
    json.append(",\"figures\":").append(object(figures)).append(",\"errors\":").append(errors);
    if (!problems.isEmpty()) {
      List<String> texts = problems.stream().map(ResultLine::quoted).toList();
      json.append(",\"problems\":[").append(String.join(",", texts)).append(']');
    }
    return json.append('}').toString();
  }

  private static String object(Map<String, Object> entries) {
    List<String> texts = new ArrayList<>();
    entries.forEach((name, value) -> texts.add(quoted(name) + ":" + valueOf(value)));
    return "{" + String.join(",", texts) + "}";
  }

  private static String valueOf(Object value) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.4f", number);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
