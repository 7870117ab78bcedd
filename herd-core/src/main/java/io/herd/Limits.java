package io.herd;

import java.time.Duration;

/**
 * Every bound of a node. Reaching one is counted and has the answer given here, never an
 * out-of-memory error. Immutable.
 *
 * @param lineBytes the longest line of a client without its line feed, 64 to 1,048,576; a longer
 *     one is answered with {@code ? } and the bytes so far, and the connection is closed
 * @param unfinishedBytes how many bytes of unfinished lines may wait over all connections; beyond,
 *     the connection with the most of them is closed
 * @param pipelined how many commands of one connection may wait behind its WHATSAT in flight; then
 *     reading pauses
 * @param clientOutboxBytes how many unsent bytes of answers a client's connection holds; then
 *     reading of it pauses
 * @param unsentBytes how many unsent bytes of answers all clients' connections may hold; beyond,
 *     the connection with the most of them is cut off
 * @param peerOutboxBytes how many unsent bytes a link holds; then its cursor waits, which costs
 *     nothing
 * @param connections how many connections there may be; one more is closed at once
 * @param unidentified how many connections may be open that have not sent a whole line yet; at one
 *     more, the oldest is closed
 * @param idle how long a client's connection may be silent before it is closed
 * @param clients how many clients' positions are kept; a report of one more is answered with {@code
 *     ?}. What other servers accepted is always kept: the herd's stores stay equal
 * @param storeBytes how many bytes the kept positions may take; beyond, reports of new clients are
 *     answered with {@code ?}
 * @param placesInFlight how many questions to the places provider may be in flight; one more is
 *     answered with {@code OVER_QUERY_LIMIT}
 * @param placesTimeout how long the provider may take; then the client is answered {@code
 *     UNKNOWN_ERROR}
 * @param radiusKm the largest radius of WHATSAT, 0 to 50
 * @param results the largest bound of WHATSAT, 0 to 20
 */
public record Limits(
    int lineBytes,
    long unfinishedBytes,
    int pipelined,
    int clientOutboxBytes,
    long unsentBytes,
    int peerOutboxBytes,
    int connections,
    int unidentified,
    Duration idle,
    int clients,
    long storeBytes,
    int placesInFlight,
    Duration placesTimeout,
    int radiusKm,
    int results) {

  /** The largest value of {@link #lineBytes}. */
  public static final int LINE_BYTES_MAX = 1 << 20;

  /** Checks that each bound is in its range. */
  public Limits {
    inRange("lineBytes", lineBytes, 64, LINE_BYTES_MAX);
    inRange("unfinishedBytes", unfinishedBytes, lineBytes, Long.MAX_VALUE);
    inRange("pipelined", pipelined, 1, 1 << 20);
    inRange("clientOutboxBytes", clientOutboxBytes, 1, 1 << 30);
    inRange("unsentBytes", unsentBytes, 1, Long.MAX_VALUE);
    inRange("peerOutboxBytes", peerOutboxBytes, 1, 1 << 30);
    inRange("connections", connections, 1, Integer.MAX_VALUE);
    inRange("unidentified", unidentified, 1, Integer.MAX_VALUE);
    inRange("idle seconds", idle.toSeconds(), 1, Integer.MAX_VALUE);
    inRange("clients", clients, 1, 1 << 28);
    inRange("storeBytes", storeBytes, 1, Long.MAX_VALUE);
    inRange("placesInFlight", placesInFlight, 1, Integer.MAX_VALUE);
    inRange("placesTimeout milliseconds", placesTimeout.toMillis(), 1, Integer.MAX_VALUE);
    inRange("radiusKm", radiusKm, 0, 50);
    inRange("results", results, 0, 20);
  }

  /** The bounds that a node has unless told otherwise. */
  public static Limits defaults() {
    return builder().build();
  }

  /** A builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + ".." + most);
    }
  }

  /** Collects bounds. Not thread-safe. */
  public static final class Builder {
    private int lineBytes = 131_072;
    private long unfinishedBytes = 64L << 20;
    private int pipelined = 128;
    private int clientOutboxBytes = 256 << 10;
    private long unsentBytes = Runtime.getRuntime().maxMemory() / 8;
    private int peerOutboxBytes = 256 << 10;
    private int connections = 100_000;
    private int unidentified = 50_000;
    private Duration idle = Duration.ofMinutes(15);
    private int clients = 20_000_000;
    private long storeBytes = Runtime.getRuntime().maxMemory() / 2;
    private int placesInFlight = 1_000;
    private Duration placesTimeout = Duration.ofSeconds(5);
    private int radiusKm = 50;
    private int results = 20;

    private Builder() {}

    /** See {@link Limits#lineBytes()}. */
    public Builder lineBytes(int bytes) {
      lineBytes = bytes;
      return this;
    }

    /** See {@link Limits#unfinishedBytes()}. */
    public Builder unfinishedBytes(long bytes) {
      unfinishedBytes = bytes;
      return this;
    }

    /** See {@link Limits#pipelined()}. */
    public Builder pipelined(int commands) {
      pipelined = commands;
      return this;
    }

    /** See {@link Limits#clientOutboxBytes()}. */
    public Builder clientOutboxBytes(int bytes) {
      clientOutboxBytes = bytes;
      return this;
    }

    /** See {@link Limits#unsentBytes()}; an eighth of the heap by default. */
    public Builder unsentBytes(long bytes) {
      unsentBytes = bytes;
      return this;
    }

    /** See {@link Limits#peerOutboxBytes()}. */
    public Builder peerOutboxBytes(int bytes) {
      peerOutboxBytes = bytes;
      return this;
    }

    /** See {@link Limits#connections()}. */
    public Builder connections(int count) {
      connections = count;
      return this;
    }

    /** See {@link Limits#unidentified()}. */
    public Builder unidentified(int count) {
      unidentified = count;
      return this;
    }

    /** See {@link Limits#idle()}. */
    public Builder idle(Duration time) {
      idle = time;
      return this;
    }

    /** See {@link Limits#clients()}. */
    public Builder clients(int count) {
      clients = count;
      return this;
    }

    /** See {@link Limits#storeBytes()}; half of the heap by default. */
    public Builder storeBytes(long bytes) {
      storeBytes = bytes;
      return this;
    }

    /** See {@link Limits#placesInFlight()}. */
    public Builder placesInFlight(int questions) {
      placesInFlight = questions;
      return this;
    }

    /** See {@link Limits#placesTimeout()}. */
    public Builder placesTimeout(Duration time) {
      placesTimeout = time;
      return this;
    }

    /** See {@link Limits#radiusKm()}. */
    public Builder radiusKm(int km) {
      radiusKm = km;
      return this;
    }

    /** See {@link Limits#results()}. */
    public Builder results(int count) {
      results = count;
      return this;
    }

    /**
     * The bounds.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Limits build() {
      return new Limits(
          lineBytes,
          unfinishedBytes,
          pipelined,
          clientOutboxBytes,
          unsentBytes,
          peerOutboxBytes,
          connections,
          unidentified,
          idle,
          clients,
          storeBytes,
          placesInFlight,
          placesTimeout,
          radiusKm,
          results);
    }
  }
}
