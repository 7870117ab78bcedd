package io.herd;

import io.herd.protocol.ServerId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has counted since its start, and how much it has now. Immutable.
 *
 * @param clients how many clients' positions are kept now; removed clients are not counted, expired
 *     ones until they are taken out
 * @param storeBytes how many bytes these and their index take now
 * @param connections how many connections are open now, links included
 * @param peersUp how many links are up now
 * @param counts every counter by its name
 * @param links what went over the link with each neighbour, all its connections added up
 * @param certificates when the certificate ends that is shown to {@code clients} and {@code peers}
 * @param places what the places provider has counted, by its own names
 */
public record HerdStats(
    long clients,
    long storeBytes,
    long connections,
    long peersUp,
    Map<Count, Long> counts,
    Map<ServerId, LinkStats> links,
    Map<String, Instant> certificates,
    Map<String, Long> places) {

  /** What is counted. */
  public enum Count {
    /** Reports accepted here and kept. */
    REPORTS_KEPT,
    /** Reports answered here that were not newer than what is kept. */
    REPORTS_UNCHANGED,
    /** Of the lines refused here, reports that had expired already. */
    REPORTS_EXPIRED,
    /** Clients removed here. */
    CLIENTS_REMOVED,
    /** Records taken out because they had expired. */
    CLIENTS_EXPIRED,
    /** WHATSAT commands answered with places. */
    QUERIES,
    /** Lines of clients answered with a question mark. */
    LINES_REFUSED,
    /** Lines longer than allowed. */
    LINES_TOO_LONG,
    /** Connections cut for too many bytes of unfinished lines over all connections. */
    UNFINISHED_FULL,
    /** Connections cut off for too many unsent bytes of answers over all connections. */
    UNSENT_FULL,
    /** Reports of new clients refused because the store is full. */
    CLIENTS_REFUSED,
    /** Times that reading of a client was paused until it took its answers. */
    READS_PAUSED,
    /** Connections accepted. */
    CONNECTIONS_ACCEPTED,
    /** Connections closed at once because there are too many. */
    CONNECTIONS_REFUSED,
    /** Connections closed because too many had sent no whole line. */
    UNIDENTIFIED_DROPPED,
    /** Connections closed because they were silent too long. */
    IDLE_CLOSED,
    /** Records that neighbours sent. */
    RECORDS_RECEIVED,
    /** Of these, the ones kept. */
    RECORDS_KEPT,
    /** Of these, the ones refused as no valid record of a server of the herd. */
    RECORDS_REFUSED,
    /** Of the refused ones, those without a valid signature of their origin. */
    SIGNATURES_REFUSED,
    /** Of the received ones, those that were here already. */
    RECORDS_DUPLICATE,
    /** Origins that a neighbour was asked to leave out, since others bring them sooner. */
    PRUNES,
    /** Origins that a neighbour was asked for again. */
    GRAFTS,
    /** Of the received ones, those dropped because they had expired. */
    RECORDS_EXPIRED,
    /** Records sent to neighbours. */
    RECORDS_SENT,
    /** Greetings refused. */
    HELLOS_REFUSED,
    /** Of these, the ones of servers of another herd. */
    HELLOS_OF_FOREIGN_HERDS,
    /** Of these, the ones of servers that are no neighbours. */
    HELLOS_OF_STRANGERS,
    /** Of these, the ones without a valid proof or certificate. */
    HELLOS_WITHOUT_PROOF,
    /** Of these, the ones of neighbours that are connected already. */
    HELLOS_DUPLICATE,
    /** Accepted connections that ended before their TLS handshake was done. */
    HANDSHAKES_FAILED,
    /** Links that came up. */
    LINKS_UP,
    /** Links that went down. */
    LINKS_DOWN,
    /** Questions to the places provider that failed. */
    PLACES_FAILED,
    /** Questions not asked because too many were in flight. */
    PLACES_REFUSED,
    /** Exceptions out of the listener's methods. */
    LISTENER_FAILURES
  }

  /**
   * What went over the link with one neighbour. Immutable.
   *
   * @param up whether it is up now
   * @param recordsSent records sent
   * @param bytesSent bytes of these
   * @param recordsReceived records received
   * @param connects how often it came up
   */
  public record LinkStats(
      boolean up, long recordsSent, long bytesSent, long recordsReceived, long connects) {}

  /** Copies the maps. */
  public HerdStats {
    Map<Count, Long> sorted = new EnumMap<>(Count.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    certificates = Collections.unmodifiableMap(new TreeMap<>(certificates));
    places = Collections.unmodifiableMap(new TreeMap<>(places));
  }

  /** One counter. */
  public long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }
}
