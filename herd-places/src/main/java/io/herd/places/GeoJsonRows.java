package io.herd.places;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads GeoJSON: one FeatureCollection, a Feature a line, or Features behind the record separators
 * of RFC 8142. A Feature that is not a point is left out. One thread.
 */
final class GeoJsonRows {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader TREES = MAPPER.reader();
  private static final char RECORD_SEPARATOR = 0x1e;

  private final FileFields fields;
  private final FileRows rows;

  GeoJsonRows(FileFields fields, FileRows rows) {
    this.fields = fields;
    this.rows = rows;
  }

  /** Whether a file that begins with this text has Features behind record separators. */
  static boolean hasSeparators(String line) {
    return line.indexOf(RECORD_SEPARATOR) >= 0;
  }

  /** Whether a file that begins with this line has a Feature a line. */
  static boolean hasLines(String line) {
    try {
      return isFeature(TREES.readTree(line));
    } catch (IOException severalLines) {
      return false;
    }
  }

  private static boolean isFeature(JsonNode tree) {
    return tree.path("type").asText().equals("Feature");
  }

  /** Reads a Feature a line; a line that is something else is a row of no use. */
  void readLines(BufferedReader in) throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      add(number, line);
    }
  }

  /** Reads Features of any number of lines, each behind a separator. */
  void readSequence(BufferedReader in) throws IOException {
    long number = 0;
    long start = 1;
    StringBuilder feature = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (hasSeparators(line)) {
        add(start, feature.toString());
        feature.setLength(0);
        start = number;
      }
      feature.append(line).append('\n');
    }
    add(start, feature.toString());
  }

  private void add(long line, String text) {
    String json = text.strip(); // a separator is white, too
    if (!json.isEmpty()) {
      rows.add(line, () -> feature(tree(json)));
    }
  }

  private static JsonNode tree(String text) {
    try {
      return TREES.readTree(text);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException("is not JSON: " + reason(malformed), malformed);
    }
  }

  /**
   * Reads a FeatureCollection, one Feature at a time.
   *
   * @throws IllegalArgumentException if it is not JSON from its first to its last byte
   */
  void readCollection(BufferedReader in) throws IOException {
    try (JsonParser parser = MAPPER.getFactory().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("is neither GeoJSON nor a table with a header");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isFeatures = parser.currentName().equals("features");
        if (parser.nextToken() == JsonToken.START_ARRAY && isFeatures) {
          features(parser);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException malformed) {
      long line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "line " + line + ": is not JSON: " + reason(malformed), malformed);
    }
  }

  private static String reason(JacksonException malformed) {
    return String.valueOf(malformed.getOriginalMessage()).lines().findFirst().orElse("");
  }

  private void features(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long line = parser.currentTokenLocation().getLineNr();
      JsonNode tree = TREES.readTree(parser);
      rows.add(line, () -> feature(tree));
    }
  }

  private FileRow feature(JsonNode feature) {
    JsonNode geometry = feature.path("geometry");
    JsonNode point = geometry.path("coordinates");
    if (!isFeature(feature)
        || !geometry.path("type").asText().equals("Point")
        || !point.path(0).isNumber()
        || !point.path(1).isNumber()) {
      throw new IllegalArgumentException("is not a Feature with a Point");
    }
    return fields.row(
        name -> values(feature, name), point.path(1).asDouble(), point.path(0).asDouble());
  }

  /** A property; the id may stand beside the properties. */
  private static List<String> values(JsonNode feature, String name) {
    JsonNode properties = feature.path("properties");
    JsonNode value = properties.path(name);
    if (value.isMissingNode()) {
      value = nested(properties, name);
    }
    if (value.isMissingNode() && name.equals("id")) {
      value = feature.path("id");
    }
    if (!value.isArray()) {
      return text(value);
    }
    List<String> values = new ArrayList<>();
    value.forEach(item -> values.addAll(text(item)));
    return values;
  }

  /** Follows the dots; of a list, the first item counts. */
  private static JsonNode nested(JsonNode properties, String name) {
    JsonNode value = properties;
    for (String step : name.split("\\.", -1)) {
      value = (value.isArray() ? value.path(0) : value).path(step);
    }
    return value;
  }

  private static List<String> text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? List.of(value.asText()) : List.of();
  }
}
