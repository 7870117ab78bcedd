package io.herd.testkit.places;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON taken apart: objects are maps sorted by key, and all else is kept as it is written. Strict,
 * and for small documents only. Not thread-safe.
 */
final class ParsedJson {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern STRING =
      Pattern.compile("\"([^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"");
  private static final Pattern WORD = Pattern.compile("true|false|null");
  private static final Pattern WHITE = Pattern.compile("[ \\t\\r\\n]*+");
  private static final int DEPTH_MAX = 64;

  private final String text;
  private int position;

  private ParsedJson(String text) {
    this.text = text;
  }

  /** A string, number, true, false or null as it is written. */
  record Scalar(String raw) {
    boolean isNumber() {
      return NUMBER.matcher(raw).matches();
    }

    /** A string's characters, with its escapes. */
    String text() {
      return raw.startsWith("\"") ? raw.substring(1, raw.length() - 1) : "";
    }

    /** As it is written. */
    @Override
    public String toString() {
      return raw;
    }
  }

  /**
   * The document: a map, a list or a scalar.
   *
   * @throws IllegalArgumentException with the place and what is wrong there
   */
  static Object parse(String text) {
    ParsedJson json = new ParsedJson(text);
    Object document = json.value(0);
    json.skip(WHITE);
    if (json.position != text.length()) {
      throw json.wrong("goes on after its end");
    }
    return document;
  }

  private Object value(int depth) {
    if (depth > DEPTH_MAX) {
      throw wrong("is nested too deep");
    }
    skip(WHITE);
    return switch (position < text.length() ? text.charAt(position) : ' ') {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Scalar(token(STRING));
      case 't', 'f', 'n' -> new Scalar(token(WORD));
      default -> new Scalar(token(NUMBER));
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new TreeMap<>();
    position++;
    boolean isFirst = true;
    while (!ends('}', isFirst)) {
      skip(WHITE);
      String key = token(STRING);
      skip(WHITE);
      expect(':');
      if (members.put(key.substring(1, key.length() - 1), value(depth + 1)) != null) {
        throw wrong("has " + key + " twice");
      }
      isFirst = false;
    }
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> items = new ArrayList<>();
    position++;
    while (!ends(']', items.isEmpty())) {
      items.add(value(depth + 1));
    }
    return items;
  }

  /** Goes over the closing bracket, or the comma before what follows. */
  private boolean ends(char bracket, boolean isFirst) {
    skip(WHITE);
    if (position < text.length() && text.charAt(position) == bracket) {
      position++;
      return true;
    }
    if (!isFirst) {
      expect(',');
    }
    return false;
  }

  private void expect(char c) {
    if (position >= text.length() || text.charAt(position) != c) {
      throw wrong("has no " + c);
    }
    position++;
  }

  private void skip(Pattern pattern) {
    token(pattern);
  }

  private String token(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("has no value");
    }
    position = matcher.end();
    return matcher.group();
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at character " + position);
  }
}
