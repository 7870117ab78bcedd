package io.herd.places;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import java.io.IOException;

/**
 * Reads JSON that came over the network: UTF-8 only, nesting bounded, numbers of any length where
 * nobody asks for their value. Stateless, thread-safe.
 */
final class Json {

  private static final int DEPTH_MAX = 100;

  /** What takes time with the square of a number's length is bounded by this. */
  private static final int DIGITS_MAX = 1_000;

  private static final JsonFactory FACTORY = factory(Integer.MAX_VALUE);

  /** A tree has the values of its numbers. */
  private static final ObjectMapper TREES =
      new ObjectMapper(factory(DIGITS_MAX)).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  private static JsonFactory factory(int digitsMax) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxNumberLength(digitsMax)
                .build())
        // offsets into the bytes are sure in UTF-8 only
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .build();
  }

  /** A parser that counts bytes from the start of the array. */
  static JsonParser parser(byte[] document) throws IOException {
    return FACTORY.createParser(document);
  }

  /**
   * A whole document.
   *
   * @throws PlacesException if it is not JSON or not an object
   */
  static JsonNode object(byte[] document) {
    try {
      JsonNode tree = TREES.readTree(document);
      if (tree.isObject()) {
        return tree;
      }
    } catch (IOException malformed) {
      throw notUnderstood("the answer is not JSON");
    }
    throw notUnderstood("the answer is not a JSON object");
  }

  /** The failure for an answer that makes no sense; asking again would bring the same. */
  static PlacesException notUnderstood(String message) {
    return new PlacesException(Status.UNKNOWN_ERROR, message);
  }
}
