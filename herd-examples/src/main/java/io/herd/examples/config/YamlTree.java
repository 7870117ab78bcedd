package io.herd.examples.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a YAML document into nodes that know their lines, which a binding to objects would lose. A
 * name given twice is a problem; so are anchors, aliases and a second document, which nobody needs
 * here. Not thread-safe.
 */
final class YamlTree {

  private static final int DEPTH_MAX = 20;

  private final YAMLParser parser;
  private final Problems problems;
  private int depth;

  private YamlTree(YAMLParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The document, or an empty mapping if it could not be read; then there are problems. */
  static YamlNode parse(String text, Problems problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(1, "", "is empty, must have servers and relations");
        return new YamlNode.Mapping(1, Map.of());
      }
      YamlTree tree = new YamlTree(parser, problems);
      YamlNode root = tree.node("");
      if (parser.nextToken() != null) {
        problems.add(tree.line(), "", "has a second document, must have one");
      }
      return root;
    } catch (JacksonException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      problems.add(Math.max(1, line), "", "is no YAML: " + reason(malformed));
      return new YamlNode.Mapping(1, Map.of());
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from a string", impossible);
    }
  }

  /** The parser's complaint without its drawing of the place, which the line says. */
  private static String reason(JacksonException malformed) {
    List<String> lines =
        malformed
            .getOriginalMessage()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("in '"))
            .limit(4)
            .toList();
    // context, place, complaint, place: the complaint is the first line after the context
    String complaint =
        lines.size() > 1 && lines.get(0).startsWith("while ") ? lines.get(1) : lines.get(0);
    return Scalars.shown(complaint).replace("\"", "");
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private YamlNode node(String path) throws IOException {
    JsonToken token = parser.currentToken();
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      problems.add(line(), path, "has an anchor or an alias, must be written out");
    }
    if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
      String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
      return new YamlNode.Scalar(line(), text);
    }
    if (++depth > DEPTH_MAX) {
      problems.add(line(), "", "is nested " + depth + " deep, must be at most " + DEPTH_MAX);
      parser.skipChildren();
      depth--;
      return new YamlNode.Mapping(line(), Map.of());
    }
    YamlNode node = token == JsonToken.START_OBJECT ? mapping(path) : sequence(path);
    depth--;
    return node;
  }

  private YamlNode.Mapping mapping(String path) throws IOException {
    int start = line();
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String full = Problems.join(path, name);
      int line = line();
      parser.nextToken();
      YamlNode.Entry before = entries.get(name);
      YamlNode.Entry entry = new YamlNode.Entry(line, node(full));
      if (before == null) {
        entries.put(name, entry);
      } else {
        problems.add(line, full, "is given again, the first is in line " + before.line());
      }
    }
    return new YamlNode.Mapping(start, entries);
  }

  private YamlNode.Sequence sequence(String path) throws IOException {
    int start = line();
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path));
    }
    return new YamlNode.Sequence(start, items);
  }
}
