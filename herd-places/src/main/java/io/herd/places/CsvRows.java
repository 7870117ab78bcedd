package io.herd.places;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table with a header: cells separated by commas, tabs, semicolons or bars, whichever the
 * header has most of; quoted where they hold those, quotes or line ends (RFC 4180). A point may be
 * in two columns, or in one as {@code POINT (longitude latitude)}. One thread.
 */
final class CsvRows {

  private static final String SEPARATORS = ",\t;|";
  private static final int ROW_CHARACTERS_MAX = 1 << 20;
  private static final List<String> GEOMETRIES = List.of("geometry", "wkt", "geom");
  private static final Pattern POINT =
      Pattern.compile(
          "(?i)(?:SRID=\\d+;)?\\s*POINT\\s*Z?\\s*\\(\\s*(\\S+)\\s+([^\\s)]+)[^)]*\\)\\s*");

  private final BufferedReader in;
  private final FileFields fields;
  private final FileRows rows;
  private final Map<String, Integer> columns = new HashMap<>();
  private char separator = ',';
  private @Nullable String geometry;
  private long line;

  CsvRows(BufferedReader in, FileFields fields, FileRows rows) {
    this.in = in;
    this.fields = fields;
    this.rows = rows;
  }

  /**
   * Reads to the end.
   *
   * @throws IllegalArgumentException if there is no header with the fields that are needed
   */
  void read() throws IOException {
    header();
    long start = line + 1;
    for (List<String> cells = cells(); cells != null; cells = cells()) {
      List<String> row = cells;
      if (row.size() > 1 || !row.get(0).isBlank()) {
        rows.add(start, () -> row(row));
      }
      start = line + 1;
    }
  }

  private void header() throws IOException {
    in.mark(ROW_CHARACTERS_MAX);
    String first = in.readLine();
    if (first == null) {
      return;
    }
    in.reset();
    for (int i = 0; i < SEPARATORS.length(); i++) {
      char candidate = SEPARATORS.charAt(i);
      if (count(first, candidate) > count(first, separator)) {
        separator = candidate;
      }
    }
    List<String> names = cells();
    for (int i = 0; names != null && i < names.size(); i++) {
      columns.putIfAbsent(names.get(i).strip(), i);
    }
    geometry = GEOMETRIES.stream().filter(columns::containsKey).findFirst().orElse(null);
    String missing = fields.missing(new HashSet<>(columns.keySet()), geometry != null);
    if (missing != null) {
      throw new IllegalArgumentException("has no column for the " + missing + " in its header");
    }
  }

  private FileRow row(List<String> cells) {
    FileFields.Row row =
        name -> {
          Integer column = columns.get(name);
          return column == null || column >= cells.size() ? List.of() : List.of(cells.get(column));
        };
    List<String> shape = geometry == null ? List.of() : row.values(geometry);
    if (!shape.isEmpty()) {
      Matcher point = POINT.matcher(shape.get(0));
      if (point.matches()) {
        double longitude = FileRow.degrees("longitude", point.group(1));
        return fields.row(row, FileRow.degrees("latitude", point.group(2)), longitude);
      }
    }
    return fields.row(row, fields.latitude(row), fields.longitude(row));
  }

  /** The cells of the next row, or null at the end. */
  private @Nullable List<String> cells() throws IOException {
    String text = in.readLine();
    if (text == null) {
      return null;
    }
    line++;
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    long start = line;
    int length = 0;
    while (true) {
      quoted = scan(text, quoted, cell, cells);
      length += text.length() + 1;
      if (!quoted) {
        cells.add(cell.toString());
        return cells;
      }
      text = length > ROW_CHARACTERS_MAX ? null : in.readLine();
      if (text == null) {
        throw new IllegalArgumentException("line " + start + ": a quoted cell does not end");
      }
      line++;
      cell.append('\n');
    }
  }

  /**
   * Goes through one line.
   *
   * @return whether it ends inside quotes
   */
  private boolean scan(String text, boolean inQuotes, StringBuilder cell, List<String> cells) {
    boolean quoted = inQuotes;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == separator) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c == '"' && cell.toString().isBlank()) {
        cell.setLength(0);
        quoted = true;
      } else {
        cell.append(c);
      }
    }
    return quoted;
  }

  private static long count(String text, char c) {
    return text.chars().filter(each -> each == c).count();
  }
}
