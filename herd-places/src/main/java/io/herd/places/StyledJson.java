package io.herd.places;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints JSON in the layout of JsonCpp's StyledWriter, which the Places API answered in from 2012
 * to 2023:
 *
 * <ol>
 *   <li>Members stand in ascending order, one a line, as {@code "key" : value}, indented by 3
 *       spaces a level; an opening bracket stays on its key's line; the document ends with one line
 *       feed.
 *   <li>What is empty prints as <code>{}</code> and {@code []}.
 *   <li>A list of texts stands on one line, {@code [ a, b ]}, if that is less than 74 bytes wide,
 *       brackets included; otherwise each item has its own line. (StyledWriter also asks for at
 *       most 24 items, but 24 items are 74 bytes wide even if each is a single digit.)
 *   <li>Numbers are those of {@link SixteenDigits}.
 *   <li>Quote, backslash and control characters are escaped, and so are {@code <} and {@code >}, by
 *       four lower-case hex digits behind a backslash and a u. All else is UTF-8 as it is.
 * </ol>
 *
 * <p>A document is written from its start to its end; the caller brings the members in order. One
 * thread.
 */
final class StyledJson {

  private static final int DEPTH_MAX = 16;
  private static final int ONE_LINE_WIDTH = 74;
  private static final int INDENT = 3;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final @Nullable String[] lastKeys = new @Nullable String[DEPTH_MAX];
  private byte[] bytes;
  private int length;
  private int depth;
  private boolean empty = true;

  /** A document that starts with room for so many bytes. */
  StyledJson(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** Opens an object: as the document, behind a key or behind {@link #item()}. */
  void beginObject() {
    open('{');
  }

  void endObject() {
    close('}');
  }

  /** Opens an array of objects that are not empty. Lists of texts go to {@link #texts}. */
  void beginArray() {
    open('[');
  }

  void endArray() {
    close(']');
  }

  /** Begins an item of an array. */
  void item() {
    separate();
  }

  /**
   * Begins a member.
   *
   * @throws IllegalArgumentException if the key is not behind the one before
   */
  void key(String key) {
    String last = lastKeys[depth];
    if (last != null && last.compareTo(key) >= 0) {
      throw new IllegalArgumentException("key is " + key + ", must be behind " + last);
    }
    lastKeys[depth] = key;
    separate();
    text(key);
    put(' ');
    put(':');
    put(' ');
  }

  /** A string. */
  void text(String value) {
    put('"');
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      escape(b);
    }
    put('"');
  }

  /** A finite number. */
  void number(double value) {
    ensure(SixteenDigits.LENGTH_MAX);
    length = SixteenDigits.print(value, bytes, length);
  }

  /** Yes or no. */
  void truth(boolean value) {
    for (char c : (value ? "true" : "false").toCharArray()) {
      put(c);
    }
  }

  /** A list of strings. */
  void texts(List<String> values) {
    if (values.isEmpty()) {
      put('[');
      put(']');
      return;
    }
    int start = length;
    onOneLine(values);
    if (length - start < ONE_LINE_WIDTH) {
      return;
    }
    length = start;
    beginArray();
    for (String value : values) {
      item();
      text(value);
    }
    endArray();
  }

  /** Ends the document. */
  byte[] finish() {
    put('\n');
    return Arrays.copyOf(bytes, length);
  }

  private void onOneLine(List<String> values) {
    char before = '[';
    for (String value : values) {
      put(before);
      put(' ');
      text(value);
      before = ',';
    }
    put(' ');
    put(']');
  }

  private void open(char bracket) {
    put(bracket);
    depth++;
    lastKeys[depth] = null;
    empty = true;
  }

  private void close(char bracket) {
    depth--;
    if (!empty) {
      indent();
    }
    put(bracket);
    empty = false;
  }

  private void separate() {
    if (!empty) {
      put(',');
    }
    empty = false;
    indent();
  }

  private void indent() {
    put('\n');
    int spaces = depth * INDENT;
    ensure(spaces);
    Arrays.fill(bytes, length, length + spaces, (byte) ' ');
    length += spaces;
  }

  private void escape(byte b) {
    if (b >= ' ' && b != '"' && b != '\\' && b != '<' && b != '>' || b < 0) {
      put((char) b);
      return;
    }
    put('\\');
    switch (b) {
      case '"', '\\' -> put((char) b);
      case '\b' -> put('b');
      case '\f' -> put('f');
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        put('u');
        put('0');
        put('0');
        put((char) HEX[b >> 4]);
        put((char) HEX[b & 15]);
      }
    }
  }

  private void put(char c) {
    if (length == bytes.length) {
      ensure(1);
    }
    bytes[length++] = (byte) c;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
