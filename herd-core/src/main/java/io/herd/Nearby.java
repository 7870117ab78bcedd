package io.herd;

import io.herd.protocol.AtRecord;
import java.nio.charset.StandardCharsets;

/**
 * What is near a client. Immutable as long as nobody writes to the body.
 *
 * @param record the client's newest position
 * @param body the JSON document in the form of the Places API's Nearby Search (Legacy), UTF-8, as a
 *     client gets it but for the last two line feeds
 */
public record Nearby(AtRecord record, byte[] body) {

  /** The JSON document as text. */
  public String json() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
