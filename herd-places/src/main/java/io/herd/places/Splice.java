package io.herd.places;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.herd.spi.PlacesException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A document of the Nearby Search (Legacy) form with its results cut to the first few, and all
 * other bytes as they came: nothing is printed anew, whatever the layout. What is cut is what lies
 * between the end of the last result kept and the end of the last of all; to keep none, all that is
 * between the brackets. Should the document have several members {@code results}, each is cut.
 *
 * <p>The parser has to be Jackson's blocking one over an array: the offsets of the other one are
 * wrong. Not thread-safe.
 */
final class Splice {

  private final byte[] document;
  private final int resultsMax;
  private @Nullable String status;
  private String errorMessage = "";
  private boolean hasResults;
  private @Nullable ByteArrayOutputStream kept;

  /** What of the document is in {@link #kept} or left out already. */
  private int done;

  private Splice(byte[] document, int resultsMax) {
    this.document = document;
    this.resultsMax = resultsMax;
  }

  /**
   * Reads a document once, from its first to its last byte.
   *
   * @throws PlacesException if it is not JSON or not of that form
   */
  static Splice of(byte[] document, int resultsMax) {
    Splice splice = new Splice(document, resultsMax);
    try (JsonParser parser = Json.parser(document)) {
      splice.read(parser);
    } catch (IOException malformed) {
      throw Json.notUnderstood("the answer is not JSON");
    }
    return splice;
  }

  /** The document's status; the last one, if it has several. */
  String status() {
    if (status == null) {
      throw Json.notUnderstood("the answer has no status");
    }
    return status;
  }

  /** What the document says about an error: for us to look into, not to be passed on. */
  String errorMessage() {
    return errorMessage;
  }

  /** The document with the results kept; the very array that was given if there are no more. */
  byte[] bytes() {
    if (!hasResults) {
      throw Json.notUnderstood("the answer has no results");
    }
    if (kept == null) {
      return document;
    }
    kept.write(document, done, document.length - done);
    done = document.length;
    return kept.toByteArray();
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Json.notUnderstood("the answer is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
      if (key.equals("results")) {
        cut(parser);
      } else if (isText && key.equals("status")) {
        status = parser.getText();
      } else if (isText && key.equals("error_message")) {
        errorMessage = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw Json.notUnderstood("the answer goes on after its end");
    }
  }

  private void cut(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Json.notUnderstood("the answer's results are not an array");
    }
    hasResults = true;
    int count = 0;
    int keptEnd = offset(parser) + 1;
    int lastEnd = keptEnd;
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      parser.skipChildren();
      lastEnd = offset(parser) + 1;
      count++;
      if (count <= resultsMax) {
        keptEnd = lastEnd;
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw Json.notUnderstood("a result of the answer is not an object");
    }
    if (count > resultsMax) {
      leaveOut(keptEnd, resultsMax == 0 ? offset(parser) : lastEnd);
    }
  }

  private void leaveOut(int from, int to) {
    if (kept == null) {
      kept = new ByteArrayOutputStream(document.length - (to - from));
    }
    kept.write(document, done, from - done);
    done = to;
  }

  /** Where the current token starts; brackets have one byte. */
  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }
}
