package io.herd.places;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** All of an answer, read by a parser that is not ours. */
record Seen(Map<String, Object> document) {

  static Seen of(byte[] body) {
    try {
      return new Seen(new ObjectMapper().readValue(body, new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // results are objects
  List<Map<String, Object>> results() {
    return (List<Map<String, Object>>) document.get("results");
  }

  List<String> names() {
    return results().stream().map(result -> String.valueOf(result.get("name"))).toList();
  }

  Object attributions() {
    return document.get("html_attributions");
  }
}
