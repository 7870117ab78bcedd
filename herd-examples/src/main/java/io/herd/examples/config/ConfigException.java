package io.herd.examples.config;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. The message has one line for each problem, in the order of
 * the file: {@code herd.yaml:12: servers.Clark.port: is 70000, must be 1..65535}.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The problems of a file. */
  public ConfigException(String file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .map(problem -> text(file, problem))
            .collect(Collectors.joining("\n")));
  }

  /** A problem that belongs to no line. */
  public ConfigException(String message) {
    super(message);
  }

  /** What is wrong, never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  private static String text(String file, Problem problem) {
    String field = problem.field().isEmpty() ? "" : problem.field() + ": ";
    return file + ":" + problem.line() + ": " + field + problem.rule();
  }
}
