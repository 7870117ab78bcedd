package io.herd.examples.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a configuration while it is read: fields are asked for by name, and what nobody
 * asked for is refused at the end. Not thread-safe.
 */
final class Section {

  private final Problems problems;
  private final String path;
  private final int line;
  private final Map<String, YamlNode.Entry> entries;
  private final List<String> known = new ArrayList<>();

  private Section(Problems problems, String path, int line, Map<String, YamlNode.Entry> entries) {
    this.problems = problems;
    this.path = path;
    this.line = line;
    this.entries = entries;
  }

  /** The section that this node is; an empty one if it is left empty or is something else. */
  static Section of(Problems problems, String path, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new Section(problems, path, node.line(), mapping.entries());
    }
    if (!(node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty())) {
      problems.add(node.line(), path, "is " + node.kind() + ", must be a mapping of names");
    }
    return new Section(problems, path, node.line(), Map.of());
  }

  /** A section inside of this one; empty if it is not there. */
  Section section(String name) {
    YamlNode node = node(name);
    return of(problems, name(name), node == null ? new YamlNode.Mapping(line, Map.of()) : node);
  }

  /** The entries in the order of the file, for sections whose names are free. */
  Map<String, YamlNode.Entry> entries() {
    return entries;
  }

  int line() {
    return line;
  }

  /** The line of a field, or of the section if it is not there. */
  int line(String name) {
    YamlNode.Entry entry = entries.get(name);
    return entry == null ? line : entry.line();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The full name of a field. */
  String name(String name) {
    return Problems.join(path, name);
  }

  /** The value of a field, or null. */
  @Nullable YamlNode node(String name) {
    known.add(name);
    YamlNode.Entry entry = entries.get(name);
    return entry == null ? null : entry.value();
  }

  /**
   * The value of a field, or null if it is not there or wrong; then a problem tells.
   *
   * @param parser throws {@link IllegalArgumentException} with the rule
   */
  <T> @Nullable T value(String name, Function<String, T> parser) {
    YamlNode node = node(name);
    if (node == null) {
      return null;
    }
    return scalar(problems, name(name), node, parser);
  }

  /** The value of a field, or the other one if it is not there or wrong. */
  <T> T value(String name, Function<String, T> parser, T otherwise) {
    T value = value(name, parser);
    return value == null ? otherwise : value;
  }

  /** A node as a single value, or null with a problem. */
  static <T> @Nullable T scalar(
      Problems problems, String name, YamlNode node, Function<String, T> parser) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.text().isEmpty()) {
      problems.add(node.line(), name, "is " + node.kind() + ", must be a value");
      return null;
    }
    try {
      return parser.apply(scalar.text());
    } catch (IllegalArgumentException wrong) {
      problems.add(node.line(), name, String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  /** Refuses every field that was not asked for. */
  void refuseOthers() {
    entries.forEach(
        (name, entry) -> {
          if (!known.contains(name)) {
            problems.add(
                entry.line(),
                name(name),
                "is not a field" + Problems.suggestion(name, known) + others());
          }
        });
  }

  private String others() {
    return " (known: " + String.join(", ", known) + ")";
  }
}
