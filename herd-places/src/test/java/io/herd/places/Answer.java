package io.herd.places;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client reads from an answer, by a parser that is not ours. Immutable.
 *
 * @param status the top-level status
 * @param attributions the top-level credits
 * @param names the results' names in their order
 * @param ids the results' place ids in their order
 */
record Answer(String status, List<String> attributions, List<String> names, List<String> ids) {

  private static final JsonFactory JSON = new JsonFactory();

  static Answer parse(byte[] body) {
    String status = "";
    List<String> attributions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          if (path.equals("/status")) {
            status = parser.getText();
          } else if (path.startsWith("/html_attributions/")) {
            attributions.add(parser.getText());
          } else if (path.matches("/results/\\d+/name")) {
            names.add(parser.getText());
          } else if (path.matches("/results/\\d+/place_id")) {
            ids.add(parser.getText());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(status, List.copyOf(attributions), List.copyOf(names), List.copyOf(ids));
  }
}
