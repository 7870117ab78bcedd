package io.herd;

import io.herd.protocol.AtRecord;

/**
 * What is near a client. Immutable.
 *
 * @param record the client's newest position
 * @param json the document in the form of the Places API's Nearby Search (Legacy), as a client gets
 *     it but for the last two line feeds
 */
public record Nearby(AtRecord record, String json) {}
