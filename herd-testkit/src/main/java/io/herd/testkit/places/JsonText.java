package io.herd.testkit.places;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Prints trees of maps, lists, texts, numbers and truth values as JSON. Numbers are printed as
 * {@link Object#toString} has them. One thread.
 */
final class JsonText {

  private static final int ONE_LINE_WIDTH = 74;

  private final Layout layout;
  private final String step;
  private final String colon;
  private final StringBuilder text = new StringBuilder();

  private JsonText(Layout layout) {
    this.layout = layout;
    this.step = layout == Layout.A ? "  " : "   ";
    this.colon = layout == Layout.A ? ": " : " : ";
  }

  static String of(Object tree, Layout layout) {
    JsonText json = new JsonText(layout);
    json.value(tree, "");
    return layout == Layout.C ? json.text.toString() : json.text.append('\n').toString();
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> members) {
      object(members, indent);
    } else if (value instanceof List<?> items) {
      array(items, indent);
    } else {
      text.append(scalar(value));
    }
  }

  private void object(Map<?, ?> members, String indent) {
    if (members.isEmpty()) {
      text.append("{}");
      return;
    }
    text.append('{');
    String separator = "\n";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(separator).append(indent).append(step);
      text.append(scalar(member.getKey())).append(colon);
      if (layout == Layout.C && isFilled(member.getValue())) {
        text.append('\n').append(indent).append(step);
      }
      value(member.getValue(), indent + step);
      separator = ",\n";
    }
    text.append('\n').append(indent).append('}');
  }

  private void array(List<?> items, String indent) {
    if (items.isEmpty()) {
      text.append("[]");
      return;
    }
    if (layout != Layout.C && items.stream().noneMatch(JsonText::isFilled)) {
      String line = oneLine(items);
      if (line.getBytes(StandardCharsets.UTF_8).length < ONE_LINE_WIDTH) {
        text.append(line);
        return;
      }
    }
    text.append('[');
    String separator = "\n";
    for (Object item : items) {
      text.append(separator).append(indent).append(step);
      value(item, indent + step);
      separator = ",\n";
    }
    text.append('\n').append(indent).append(']');
  }

  private static String oneLine(List<?> items) {
    StringBuilder line = new StringBuilder("[ ");
    for (Iterator<?> item = items.iterator(); item.hasNext(); ) {
      line.append(scalar(item.next())).append(item.hasNext() ? ", " : " ]");
    }
    return line.toString();
  }

  private static boolean isFilled(Object value) {
    return value instanceof Map<?, ?> members && !members.isEmpty()
        || value instanceof List<?> items && !items.isEmpty();
  }

  private static String scalar(Object value) {
    return value instanceof String string ? quoted(string) : value.toString();
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c == '>') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
