package io.herd.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * An accepted report: who reported which position when, and which server received it when. Equal if
 * the AT lines are. Immutable.
 */
public final class AtRecord {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final byte[] line;
  private final int idStart;
  private final int idEnd;
  private final long clientNanos;
  private final long receiptNanos;

  private AtRecord(AtView view) {
    line = Arrays.copyOfRange(view.bytes, view.start, view.end);
    idStart = view.idStart - view.start;
    idEnd = view.idEnd - view.start;
    clientNanos = view.clientNanos;
    receiptNanos = view.receiptNanos;
  }

  static AtRecord copyOf(AtView view) {
    if (view.isRemoval()) {
      throw new IllegalStateException("a removal is no report: " + view);
    }
    return new AtRecord(view);
  }

  /** The server that accepted the report. */
  public ServerId server() {
    int end = 3;
    while (line[end] != ' ') {
      end++;
    }
    return ServerId.of(new String(line, 3, end - 3, StandardCharsets.US_ASCII));
  }

  /** The client's id, read as UTF-8. */
  public String clientId() {
    return new String(line, idStart, idEnd - idStart, StandardCharsets.UTF_8);
  }

  /** The latitude in degrees, north positive. */
  public double latitude() {
    return coordinates().latitude();
  }

  /** The longitude in degrees, east positive. */
  public double longitude() {
    return coordinates().longitude();
  }

  /** The time in the report. */
  public Instant time() {
    return instant(clientNanos);
  }

  /** When the accepting server received the report, by its own clock. */
  public Instant receipt() {
    return instant(receiptNanos);
  }

  /** Receipt minus time: how far the client's clock is behind, transmission included. */
  public Duration skew() {
    return Duration.between(time(), receipt());
  }

  /** The AT line in bytes, without a line feed. The caller's own copy. */
  public byte[] toBytes() {
    return line.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AtRecord that && Arrays.equals(line, that.line);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(line);
  }

  /** The AT line, read as UTF-8, without a line feed. */
  @Override
  public String toString() {
    return new String(line, StandardCharsets.UTF_8);
  }

  private Coordinates coordinates() {
    Coordinates coordinates = new Coordinates();
    int from = idEnd + 1;
    int to = from;
    while (line[to] != ' ') {
      to++;
    }
    if (!coordinates.read(line, from, to)) {
      throw new IllegalStateException("the line of a record has no coordinates: " + this);
    }
    return coordinates;
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }
}
