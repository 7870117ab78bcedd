package io.herd.testkit.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.opentest4j.AssertionFailedError;

/**
 * An answer of a places provider, taken apart: a document in the form of the Places API's Nearby
 * Search (Legacy). Whatever is wrong with it is an {@link AssertionFailedError}. Immutable.
 */
public final class LegacyAnswer {

  private final String text;
  private final Map<?, ?> document;

  private LegacyAnswer(String text, Map<?, ?> document) {
    this.text = text;
    this.document = document;
  }

  /** Reads and checks a document. */
  public static LegacyAnswer of(byte[] body) {
    String text = new String(body, UTF_8);
    check(Arrays.equals(text.getBytes(UTF_8), body), "the answer is not UTF-8", text);
    Object document;
    try {
      document = ParsedJson.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new AssertionFailedError(
          "the answer is not JSON: " + malformed.getMessage(), malformed);
    }
    check(document instanceof Map, "the answer is not an object", text);
    LegacyAnswer answer = new LegacyAnswer(text, (Map<?, ?>) document);
    answer.check();
    return answer;
  }

  /** {@code OK}, {@code ZERO_RESULTS} or a failure. */
  public String status() {
    return document.get("status") instanceof ParsedJson.Scalar status ? status.text() : "";
  }

  /** How many results there are. */
  public int size() {
    return results().size();
  }

  /** The names of the results, in their order. */
  public List<String> names() {
    return results().stream().map(result -> string(result, "name")).toList();
  }

  private List<?> results() {
    return document.get("results") instanceof List<?> results ? results : List.of();
  }

  private void check() {
    check(document.get("html_attributions") instanceof List, "html_attributions is no array", text);
    check(document.get("results") instanceof List, "results is no array", text);
    check(!status().isEmpty(), "status is missing", text);
    for (Object result : results()) {
      check(!string(result, "name").isEmpty(), "a result has no name", text);
      check(!string(result, "place_id").isEmpty(), "a result has no place_id", text);
      check(member(result, "types") instanceof List, "a result has no types", text);
      Object location = member(member(result, "geometry"), "location");
      check(isWithin(member(location, "lat"), 90), "a result has no latitude", text);
      check(isWithin(member(location, "lng"), 180), "a result has no longitude", text);
    }
  }

  /** That it is laid out as that API laid its answers out, to the byte. */
  public void checkLayout() {
    String expected = JsonText.of(document, Layout.B);
    if (!text.equals(expected)) {
      throw new AssertionFailedError(
          "the answer is not laid out in the legacy form", expected, text);
    }
  }

  private static Object member(Object object, String key) {
    Object value = object instanceof Map<?, ?> map ? map.get(key) : null;
    return value == null ? "" : value;
  }

  private static String string(Object object, String key) {
    return member(object, key) instanceof ParsedJson.Scalar scalar ? scalar.text() : "";
  }

  private static boolean isWithin(Object number, double most) {
    return number instanceof ParsedJson.Scalar scalar
        && scalar.isNumber()
        && Math.abs(Double.parseDouble(scalar.raw())) <= most;
  }

  private static void check(boolean holds, String problem, String text) {
    if (!holds) {
      throw new AssertionFailedError(problem + ":\n" + text);
    }
  }

  /** The document. */
  @Override
  public String toString() {
    return text;
  }
}
