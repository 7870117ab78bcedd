package io.herd.examples.config;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that knows its line. Immutable. */
sealed interface YamlNode {

  /** The line, from 1. */
  int line();

  /** What it is, for messages. */
  String kind();

  /** A single value as it was written; empty text if nothing was. */
  record Scalar(int line, String text) implements YamlNode {
    @Override
    public String kind() {
      return text.isEmpty() ? "empty" : Scalars.shown(text);
    }
  }

  /** Values in a row. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Named values, in the order of the file. */
  record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A value and the line of its name. */
  record Entry(int line, YamlNode value) {}
}
