package io.herd.protocol;

/**
 * Reads the commands of clients in place. The offsets it tells are those of the array of the last
 * {@link #parse}, and are meaningful only for the kind of command that it returned. Not
 * thread-safe.
 */
public final class CommandParser {

  /** What a line is. */
  public enum Kind {
    /** A position report with a valid id, position and time. */
    IAMAT,
    /** A question with a valid radius and bound. */
    WHATSAT,
    /** Anything else. */
    INVALID
  }

  private static final int OPERANDS = 3;
  private static final String IAMAT = "IAMAT";

  private final Fields fields = new Fields(1 + OPERANDS);
  private final Decimals decimals = new Decimals();
  private final Coordinates coordinates = new Coordinates();
  private final PosixTime time = new PosixTime();
  private final int radiusKmMax;
  private final int resultsMax;
  private double radiusKm;
  private int results;

  /** A parser that takes questions up to this radius and bound. */
  public CommandParser(int radiusKmMax, int resultsMax) {
    this.radiusKmMax = radiusKmMax;
    this.resultsMax = resultsMax;
  }

  /** Reads the line between the offsets, its line feed not included. */
  public Kind parse(byte[] bytes, int from, int to) {
    if (fields.cut(bytes, from, to) != 1 + OPERANDS) {
      return Kind.INVALID;
    }
    if (fields.is(bytes, 0, IAMAT)) {
      return coordinates.check(bytes, fields.start(2), fields.end(2))
              && time.read(bytes, fields.start(3), fields.end(3))
          ? Kind.IAMAT
          : Kind.INVALID;
    }
    if (fields.is(bytes, 0, "WHATSAT")) {
      return readRadius(bytes) && readResults(bytes) ? Kind.WHATSAT : Kind.INVALID;
    }
    return Kind.INVALID;
  }

  private boolean readRadius(byte[] bytes) {
    int from = fields.start(2);
    int to = fields.end(2);
    boolean negative = bytes[from] == '-';
    if (negative || bytes[from] == '+') {
      from++;
    }
    if (!decimals.read(bytes, from, to) || decimals.end() != to || !decimals.atMost(radiusKmMax)) {
      return false;
    }
    radiusKm = decimals.value();
    return !negative || decimals.isZero();
  }

  private boolean readResults(byte[] bytes) {
    int at = fields.start(3);
    int to = fields.end(3);
    boolean negative = bytes[at] == '-';
    if (negative || bytes[at] == '+') {
      at++;
    }
    if (at == to) {
      return false;
    }
    int number = 0;
    for (; at < to; at++) {
      if (!Ascii.isDigit(bytes[at])) {
        return false;
      }
      number = Math.min(number * 10 + (bytes[at] - '0'), 1_000_000);
    }
    results = number;
    return number <= resultsMax && !(negative && number != 0);
  }

  /** Where the client's id starts. */
  public int idStart() {
    return fields.start(1);
  }

  /** Where the client's id ends. */
  public int idEnd() {
    return fields.end(1);
  }

  /** Where the position of an IAMAT starts. */
  public int coordinatesStart() {
    return fields.start(2);
  }

  /** Where the position of an IAMAT ends. */
  public int coordinatesEnd() {
    return fields.end(2);
  }

  /** Where the time of an IAMAT starts. */
  public int timeStart() {
    return fields.start(3);
  }

  /** Where the time of an IAMAT ends. */
  public int timeEnd() {
    return fields.end(3);
  }

  /** The time of an IAMAT in nanoseconds since 1970-01-01 UTC. */
  public long timeNanos() {
    return time.nanos();
  }

  /** The radius of a WHATSAT in kilometres. */
  public double radiusKm() {
    return radiusKm;
  }

  /** The bound of a WHATSAT. */
  public int results() {
    return results;
  }
}
